import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { type ProjectClass, projectClasses } from '../../milestones/domain/node.ts';
import type { PermitTemplate } from '../domain/permit.ts';
import { rulesQuery } from './client.ts';
import { DepartmentsEditor } from './DepartmentsEditor.tsx';
import { FeesEditor } from './FeesEditor.tsx';
import { TemplateEditor } from './TemplateEditor.tsx';
import './permits.css';

/** 审批事项模板: what each class of projects needs, which unit each department is, and what is asked; every version, and the next one. */
export function RulesPage() {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const of = projectClasses.find((c) => c === search.get('class')) ?? 'industrial_new';
  const [draft, setDraft] = useState<{ of: ProjectClass; from: number; body: PermitTemplate } | null>(null);
  const query = useQuery(rulesQuery);
  const choose = (value: ProjectClass) => {
    setSearch({ class: value }, { replace: true });
    setDraft(null);
  };
  return (
    <>
      <PageHeader title={t('permits.rules')} note={t('permits.rules.note')}>
        <Select<ProjectClass>
          aria-label={t('milestones.class')}
          style={{ width: 160 }}
          value={of}
          onChange={choose}
          options={projectClasses.map((value) => ({ value, label: t(`milestones.class.${value}`) }))}
        />
      </PageHeader>
      <Loaded query={query}>
        {({ items, departments, fees, can }) => {
          const versions = items.find((i) => i.class === of)?.versions ?? [];
          const shown = draft?.of === of ? draft.body : versions[0]?.body;
          return (
            <>
              <Sheet
                label={t('permits.versions')}
                rowKey={(v) => v.id}
                items={versions}
                columns={[
                  { key: 'title', title: t('permits.template.title'), width: 200, render: (v) => v.body.title },
                  { key: 'version', title: t('permits.version'), width: 80, numeric: true, render: (v) => v.version },
                  { key: 'permits', title: t('permits.list'), width: 100, numeric: true, render: (v) => v.body.permits.length },
                  { key: 'from', title: t('permits.from'), width: 120, render: (v) => v.effectiveFrom },
                  { key: 'at', title: t('permits.publishedAt'), width: 150, render: (v) => momentText(v.publishedAt) },
                  {
                    key: 'copy',
                    title: t('permits.acts'),
                    width: 120,
                    render: (v) =>
                      can.publish && (
                        <Button size="small" onClick={() => setDraft({ of, from: v.version, body: v.body })}>
                          {t('permits.revise')}
                        </Button>
                      ),
                  },
                ]}
              />
              {shown && (
                <TemplateEditor
                  key={`${of} ${draft?.from ?? 0}`}
                  of={of}
                  body={shown}
                  isDraft={draft?.of === of}
                  onClose={() => setDraft(null)}
                />
              )}
              <DepartmentsEditor versions={departments} mayPublish={can.publish} />
              <FeesEditor versions={fees} mayPublish={can.publish} />
            </>
          );
        }}
      </Loaded>
    </>
  );
}
