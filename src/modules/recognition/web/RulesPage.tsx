import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import type { RecognitionRule } from '../domain/rule.ts';
import { recognition, useBases } from './client.ts';
import { RuleForm } from './RuleForm.tsx';
import './recognition.css';

type Draft = { from: string; preset: string | null; body: RecognitionRule };

/** 认定规则: the versions of each 口径, copied into a draft, tried on the district's own arrivals, and published. */
export function RulesPage() {
  const t = useText();
  const { items, nameOf } = useBases();
  const [basis, setBasis] = useState('promotion');
  const [draft, setDraft] = useState<Draft | null>(null);
  const query = useQuery({ queryKey: ['recognition', 'rules', basis], queryFn: () => recognition.rules({ params: { basis } }) });
  const choose = (code: string) => {
    setBasis(code);
    setDraft(null);
  };
  return (
    <>
      <PageHeader title={t('recognition.rules.title')} note={t('recognition.rules.note')}>
        <Select
          aria-label={t('recognition.basis')}
          style={{ width: 140 }}
          value={basis}
          options={items.map((b) => ({ value: b.code, label: b.name }))}
          onChange={choose}
        />
      </PageHeader>
      <Loaded query={query}>
        {({ items: versions, presets, can }) => (
          <>
            <Sheet
              label={t('recognition.rules.versions', { basis: nameOf(basis) })}
              rowKey={(v) => v.id}
              nothing={t('recognition.rules.none')}
              items={versions}
              columns={[
                { key: 'title', title: t('recognition.rule.title'), width: 220, render: (v) => v.body.title },
                { key: 'version', title: t('recognition.ruleVersion'), width: 90, render: (v) => v.version },
                { key: 'from', title: t('recognition.rule.from'), width: 110, render: (v) => v.effectiveFrom },
                { key: 'at', title: t('recognition.rule.publishedAt'), width: 150, render: (v) => momentText(v.publishedAt) },
                {
                  key: 'copy',
                  title: t('recognition.act'),
                  width: 140,
                  render: (v) =>
                    can.publish && (
                      <Button size="small" onClick={() => setDraft({ from: `v${v.version}`, preset: v.preset, body: v.body })}>
                        {t('recognition.rule.copy')}
                      </Button>
                    ),
                },
              ]}
            />
            {can.publish && (
              <p>
                <Select
                  aria-label={t('recognition.rule.preset')}
                  style={{ width: 260 }}
                  placeholder={t('recognition.rule.preset')}
                  value={null}
                  options={presets.map((p) => ({ value: p.key, label: p.body.title }))}
                  onChange={(key: string | null) => {
                    const found = presets.find((p) => p.key === key);
                    if (found) setDraft({ from: found.key, preset: found.key, body: found.body });
                  }}
                />
              </p>
            )}
            {draft && <RuleForm key={`${basis} ${draft.from}`} basis={basis} draft={draft} onClose={() => setDraft(null)} />}
          </>
        )}
      </Loaded>
    </>
  );
}
