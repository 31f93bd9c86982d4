import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select, Switch } from 'antd';
import { useState } from 'react';
import type { Result } from '../../../kernel/contract.ts';
import { dayOf } from '../../../kernel/day.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useLanguage, useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import type { recognitionContract } from '../contract.ts';
import type { BasisEntry } from '../domain/basis.ts';
import { AddBasis } from './AddBasis.tsx';
import { recognition } from './client.ts';
import './recognition.css';

type Versions = Result<(typeof recognitionContract)['basisVersions']>;

/** 口径设置: names, order, which are in use and which rule applies; every change is a version of the list. */
export function BasesPage() {
  const t = useText();
  const query = useQuery({ queryKey: ['recognition', 'bases', 'versions'], queryFn: () => recognition.basisVersions({}) });
  return (
    <>
      <PageHeader title={t('recognition.bases.title')} note={t('recognition.bases.note')} />
      <Loaded query={query}>
        {(found) => (
          <>
            {found.can.add && <AddBasis />}
            <BasesForm key={`${found.items[0]?.id ?? 'shipped'} ${found.known.length}`} found={found} />
            <VersionsOfBases items={found.items} />
          </>
        )}
      </Loaded>
    </>
  );
}

/** The draft of the next version: the list in force, changed in place and published as a whole. */
function BasesForm({ found: { current, known, can } }: { found: Versions }) {
  const t = useText();
  const [bases, setBases] = useState<readonly BasisEntry[]>(current);
  const [from, setFrom] = useState(() => dayOf(new Date()));
  const publish = useCommand({
    run: () => recognition.publishBases({ body: { effectiveFrom: from, bases: [...bases] } }),
    done: ({ version }) => t('recognition.rule.published', { version }),
    refusals: 'alert',
  });
  const put = (code: string, part: Partial<BasisEntry>) => setBases(bases.map((b) => (b.code === code ? { ...b, ...part } : b)));
  const lift = (at: number) => setBases(bases.toSpliced(at - 1, 2, bases[at]!, bases[at - 1]!));
  const isChanged = JSON.stringify(bases) !== JSON.stringify(current);
  const field = (b: BasisEntry, key: 'nameZh' | 'nameEn') => (
    <Input
      aria-label={`${t(`recognition.bases.${key}`)} ${b.code}`}
      value={b[key]}
      maxLength={40}
      disabled={!can.publish}
      onChange={(e) => put(b.code, { [key]: e.target.value })}
    />
  );
  return (
    <>
      <RefusalAlert refusal={publish.refusal} />
      <Sheet
        label={t('recognition.bases.title')}
        rowKey={(b) => b.code}
        items={bases}
        columns={[
          { key: 'zh', title: t('recognition.bases.nameZh'), width: 170, render: (b) => field(b, 'nameZh') },
          { key: 'en', title: t('recognition.bases.nameEn'), width: 170, render: (b) => field(b, 'nameEn') },
          { key: 'roles', title: t('recognition.bases.roles'), width: 190, render: (b) => rolesOf(t, known, b.code) },
          {
            key: 'active',
            title: t('recognition.bases.active'),
            width: 80,
            render: (b) => (
              <Switch
                aria-label={`${t('recognition.bases.active')} ${b.nameZh}`}
                checked={b.isActive}
                disabled={!can.publish}
                onChange={(isActive) => put(b.code, { isActive })}
              />
            ),
          },
          {
            key: 'rule',
            title: t('recognition.bases.rule'),
            width: 280,
            render: (b) => (
              <Select<number>
                aria-label={`${t('recognition.bases.rule')} ${b.nameZh}`}
                style={{ width: '100%' }}
                value={b.ruleVersion ?? 0}
                disabled={!can.publish}
                options={[
                  { value: 0, label: t('recognition.bases.rule.byDay') },
                  ...(known.find((k) => k.code === b.code)?.rules ?? []).map((r) => ({
                    value: r.version,
                    label: t('recognition.bases.rule.version', { version: r.version, title: r.title }),
                  })),
                ]}
                onChange={(version) => put(b.code, { ruleVersion: version || null })}
              />
            ),
          },
          {
            key: 'order',
            title: t('recognition.bases.order'),
            width: 80,
            render: (b) => {
              const at = bases.indexOf(b);
              return (
                can.publish &&
                at > 0 && (
                  <Button size="small" aria-label={t('recognition.bases.lift', { name: b.nameZh })} onClick={() => lift(at)}>
                    ↑
                  </Button>
                )
              );
            },
          },
        ]}
      />
      {can.publish && (
        <div className="reconcile-form bases-publish">
          <label>
            {t('recognition.rule.from')}
            <Input type="date" value={from} onChange={(e) => setFrom(e.target.value)} />
          </label>
          <Button type="primary" disabled={!isChanged || !from} loading={publish.busy} onClick={() => publish.run(undefined)}>
            {t('recognition.rule.publish')}
          </Button>
        </div>
      )}
    </>
  );
}

const rolesOf = (t: ReturnType<typeof useText>, known: Versions['known'], code: string) =>
  (known.find((k) => k.code === code)?.roles ?? []).map((role) => t(`role.${role}`)).join(t('recognition.bases.and'));

function VersionsOfBases({ items }: { items: Versions['items'] }) {
  const t = useText();
  const language = useLanguage();
  const words = ({ nameZh, nameEn, isActive }: BasisEntry) => {
    const name = language === 'zh' ? nameZh : nameEn;
    return isActive ? name : t('recognition.bases.retired', { name });
  };
  return (
    <section className="bases-versions" aria-label={t('recognition.bases.versions')}>
      <h2>{t('recognition.bases.versions')}</h2>
      {items.length === 0 && <p>{t('recognition.bases.shipped')}</p>}
      <ul>
        {items.map((v) => (
          <li key={v.id}>
            {t('recognition.bases.version', { version: v.version, from: v.effectiveFrom, at: momentText(v.publishedAt) })}{' '}
            {v.bases.map(words).join(' · ')}
          </li>
        ))}
      </ul>
    </section>
  );
}
