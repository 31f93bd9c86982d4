import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { dayOf } from '../../../kernel/day.ts';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { Sheet, type SheetProps } from '../../../web/kit/Sheet.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import type { Fee } from '../domain/permit.ts';
import { permits } from './client.ts';
import { FeesTable } from './FeesTable.tsx';

type Version = { version: number; body: { fees: Fee[] } };

/** 收费清单: what is asked and what no more, with its basis in law; reliefs are for everyone. */
export function FeesEditor({ versions, mayPublish }: { versions: readonly Version[]; mayPublish: boolean }) {
  const t = useText();
  const [draft, setDraft] = useState<Fee[] | null>(null);
  const [inForce] = versions;
  const act = useCommand({
    run: (fees: Fee[]) => permits.publishFees({ body: { effectiveFrom: dayOf(new Date()), body: { fees } } }),
    done: ({ version }) => t('permits.published', { version }),
    after: () => setDraft(null),
    refusals: 'alert',
  });
  const fees = inForce?.body.fees ?? [];
  const put = (key: string, part: Partial<Fee>) => setDraft((draft ?? []).map((f) => (f.key === key ? { ...f, ...part } : f)));
  return (
    <section aria-label={t('permits.fees')}>
      <h2 className="permit-after">{t('permits.fees')}</h2>
      <p className="hint">{t('permits.fees.note', { version: inForce?.version ?? 0 })}</p>
      <RefusalAlert refusal={act.refusal} />
      {draft ? (
        <Sheet
          label={t('permits.fees')}
          rowKey={(f) => f.key}
          items={draft}
          columns={draftColumns(t, put, (key) => setDraft(draft.filter((f) => f.key !== key)))}
        />
      ) : (
        <FeesTable fees={fees} />
      )}
      {mayPublish && (
        <p className="permit-acts">
          {draft ? (
            <>
              <Button onClick={() => setDraft([...draft, fresh(draft, t('permits.fee.fresh'))])}>{t('permits.fee.add')}</Button>
              <Button type="primary" loading={act.busy} onClick={() => act.run(draft)}>
                {t('permits.publish')}
              </Button>
              <Button onClick={() => setDraft(null)}>{t('kit.cancel')}</Button>
            </>
          ) : (
            <Button onClick={() => setDraft([...fees])}>{t('permits.fees.revise')}</Button>
          )}
        </p>
      )}
    </section>
  );
}

function fresh(all: readonly Fee[], name: string): Fee {
  const no = all.length + 1 + all.filter((f) => f.key.startsWith('fee_')).length;
  return { key: `fee_${no}`, name, permit: null, standard: name, isFree: false, basis: name, appliesToEveryone: true };
}

type Put = (key: string, part: Partial<Fee>) => void;
function draftColumns(t: Text, put: Put, remove: (key: string) => void): SheetProps<Fee>['columns'] {
  const words = (key: 'name' | 'standard' | 'basis', title: string, width: number) => ({
    key,
    title,
    width,
    render: (f: Fee) => (
      <Input
        size="small"
        aria-label={t('permits.of', { name: f.name, what: title })}
        value={f[key]}
        maxLength={key === 'name' ? 60 : key === 'standard' ? 120 : 200}
        onChange={(e) => put(f.key, { [key]: e.target.value })}
      />
    ),
  });
  const tick = (key: 'isFree' | 'appliesToEveryone', title: string) => ({
    key,
    title,
    width: 130,
    render: (f: Fee) => (
      <Checkbox
        aria-label={t('permits.of', { name: f.name, what: title })}
        checked={f[key]}
        onChange={(e) => put(f.key, { [key]: e.target.checked })}
      />
    ),
  });
  return [
    words('name', t('permits.fee'), 200),
    tick('isFree', t('permits.fee.free.yes')),
    words('standard', t('permits.fee.standard'), 260),
    words('basis', t('permits.basis'), 260),
    tick('appliesToEveryone', t('permits.fee.everyone')),
    {
      key: 'out',
      title: t('permits.acts'),
      width: 80,
      render: (f) => (
        <Button type="link" size="small" aria-label={t('permits.leaveOut.of', { name: f.name })} onClick={() => remove(f.key)}>
          {t('permits.leaveOut')}
        </Button>
      ),
    },
  ];
}
