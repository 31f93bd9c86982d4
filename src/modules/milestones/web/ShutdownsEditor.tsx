import { Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { dayOf } from '../../../kernel/day.ts';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import type { Shutdown } from '../domain/shutdown.ts';
import { milestones } from './client.ts';

type Version = { version: number; effectiveFrom: string; body: { shutdowns: Shutdown[] } };

/** 停工时段: the days on which work outdoors stands still, and the next version of them. */
export function ShutdownsEditor({ versions, mayPublish }: { versions: readonly Version[]; mayPublish: boolean }) {
  const t = useText();
  const [draft, setDraft] = useState<Shutdown[] | null>(null);
  const [inForce] = versions;
  const act = useCommand({
    run: (shutdowns: Shutdown[]) => milestones.publishShutdowns({ body: { effectiveFrom: dayOf(new Date()), body: { shutdowns } } }),
    done: ({ version }) => t('milestones.template.published', { version }),
    after: () => setDraft(null),
    refusals: 'alert',
  });
  const shown = draft ?? inForce?.body.shutdowns ?? [];
  const put = (at: number, next: Shutdown) => setDraft(shown.map((s, i) => (i === at ? next : s)));
  return (
    <section className="milestone-earlier" aria-label={t('milestones.shutdowns')}>
      <h2>{t('milestones.shutdowns')}</h2>
      <p className="hint">{t('milestones.shutdowns.note', { version: inForce?.version ?? 0 })}</p>
      <RefusalAlert refusal={act.refusal} />
      <ul>
        {shown.map((s, at) => (
          <li key={`${s.kind} ${at}`}>
            {draft ? (
              <span className="milestone-acts">
                <Input
                  size="small"
                  style={{ width: 120 }}
                  aria-label={t('milestones.shutdown.name')}
                  value={s.name}
                  maxLength={40}
                  onChange={(e) => put(at, { ...s, name: e.target.value })}
                />
                <Bounds shutdown={s} onChange={(next) => put(at, next)} />
                <Button type="link" size="small" onClick={() => setDraft(shown.filter((_, i) => i !== at))}>
                  {t('milestones.leaveOut')}
                </Button>
              </span>
            ) : (
              t(`milestones.shutdown.${s.kind}`, s)
            )}
          </li>
        ))}
      </ul>
      {mayPublish && (
        <p className="milestone-acts">
          {draft ? (
            <>
              <Button
                onClick={() => setDraft([...shown, { kind: 'yearly', name: t('milestones.shutdown.fresh'), from: '07-01', to: '07-15' }])}
              >
                {t('milestones.shutdown.add')}
              </Button>
              <Button type="primary" loading={act.busy} onClick={() => act.run(draft)}>
                {t('milestones.template.publish')}
              </Button>
              <Button onClick={() => setDraft(null)}>{t('kit.cancel')}</Button>
            </>
          ) : (
            <Button onClick={() => setDraft(shown.map((s) => ({ ...s })))}>{t('milestones.template.copy')}</Button>
          )}
        </p>
      )}
    </section>
  );
}

/** From when to when: days of the year, or days around 正月初一. */
function Bounds({ shutdown: s, onChange }: { shutdown: Shutdown; onChange: (next: Shutdown) => void }) {
  const t = useText();
  if (s.kind === 'yearly') {
    const day = (end: 'from' | 'to') => (
      <Input
        size="small"
        style={{ width: 90 }}
        aria-label={t(`milestones.shutdown.${end}`)}
        placeholder="11-15"
        value={s[end]}
        maxLength={5}
        onChange={(e) => onChange({ ...s, [end]: e.target.value })}
      />
    );
    return (
      <>
        {day('from')}
        {day('to')}
      </>
    );
  }
  const days = (side: 'before' | 'after') => (
    <label>
      {t(`milestones.shutdown.${side}`)}{' '}
      <InputNumber size="small" min={0} max={40} precision={0} value={s[side]} onChange={(n) => onChange({ ...s, [side]: n ?? 0 })} />
    </label>
  );
  return (
    <>
      {days('before')}
      {days('after')}
    </>
  );
}
