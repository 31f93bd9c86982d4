import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { LightMark } from '../../../web/kit/LightMark.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import type { Text } from '../../../web/text.ts';
import { useToday } from '../../projects/web/use-today.ts';
import { audiences, raises, type Stage } from '../domain/escalation.ts';
import { lights, rulesQuery } from './client.ts';

type Rules = Awaited<ReturnType<typeof lights.rules>>;
type Change = (at: number, part: Partial<Stage>) => void;

/** 亮灯处置: who is told of a light beside the keeper, and what a light that stays asks for. */
export function EscalationTable({ t, found }: { t: Text; found: Rules }) {
  const today = useToday();
  const [stages, setStages] = useState<readonly Stage[]>(found.escalation.escalation.stages);
  const [effectiveFrom, setEffectiveFrom] = useState(today);
  const act = useCommand({
    run: () => lights.escalate({ body: { escalation: { stages: [...stages] }, effectiveFrom } }),
    done: ({ version }) => t('lights.rules.publishedAs', { n: version }),
    refusals: 'alert',
    stale: [rulesQuery.queryKey],
  });
  const change: Change = (at, part) => setStages(stages.map((s, i) => (i === at ? { ...s, ...part } : s)));
  const add = () => setStages([...stages, nextOf(stages)]);
  const mayEdit = found.can.publish;
  return (
    <section className="light-rules">
      <h2>{t('lights.escalation', { n: found.escalation.version })}</h2>
      <p className="hint">{t('lights.escalation.note')}</p>
      <RefusalAlert refusal={act.refusal} />
      <Sheet
        label={t('lights.escalation.label')}
        items={stages.map((stage, at) => ({ stage, at }))}
        rowKey={({ at }) => String(at)}
        columns={columnsOf(t, mayEdit ? change : null, mayEdit ? (at) => setStages(stages.filter((_, i) => i !== at)) : null)}
      />
      {mayEdit && (
        <div className="light-choice">
          {stages.length < 20 && <Button onClick={add}>{t('lights.escalation.add')}</Button>}
          <label className="light-field">
            {t('lights.rules.from')}
            <Input type="date" min={today} value={effectiveFrom} onChange={(e) => setEffectiveFrom(e.target.value)} />
          </label>
          <Button type="primary" loading={act.busy} onClick={() => act.run(undefined)}>
            {t('lights.escalation.publish')}
          </Button>
        </div>
      )}
    </section>
  );
}

/** A further step of red, a month after the last. */
const nextOf = (stages: readonly Stage[]): Stage => {
  const last = Math.max(0, ...stages.filter((s) => s.colour === 'red').map((s) => s.months));
  return { colour: 'red', months: last + 1, tell: ['unit_head'], raise: null };
};

type Row = Readonly<{ stage: Stage; at: number }>;
function columnsOf(t: Text, change: Change | null, leaveOut: ((at: number) => void) | null) {
  const of = (what: string, { at }: Row) => t('lights.escalation.of', { what: t(`lights.escalation.${what}`), n: at + 1 });
  const raiseOptions = [
    { value: '', label: t('kit.none') },
    ...raises.map((value) => ({ value: value as string, label: t(`lights.raise.${value}`) })),
  ];
  return [
    {
      key: 'colour',
      title: t('lights.colour'),
      width: 120,
      render: (row: Row) =>
        change ? (
          <Select
            aria-label={of('colour', row)}
            value={row.stage.colour}
            options={(['yellow', 'red'] as const).map((value) => ({ value, label: t(`lights.colour.${value}`) }))}
            onChange={(colour) => change(row.at, { colour })}
          />
        ) : (
          <LightMark colour={row.stage.colour} />
        ),
    },
    {
      key: 'months',
      title: t('lights.escalation.months'),
      width: 130,
      numeric: true,
      render: (row: Row) =>
        change ? (
          <InputNumber
            aria-label={of('months', row)}
            min={1}
            max={24}
            value={row.stage.months}
            onChange={(n) => change(row.at, { months: n ?? 1 })}
          />
        ) : (
          row.stage.months
        ),
    },
    {
      key: 'tell',
      title: t('lights.escalation.tell'),
      width: 330,
      render: (row: Row) =>
        change ? (
          <Select
            mode="multiple"
            aria-label={of('tell', row)}
            className="light-tell"
            value={row.stage.tell}
            options={audiences.map((value) => ({ value, label: t(`lights.audience.${value}`) }))}
            onChange={(tell) => change(row.at, { tell })}
          />
        ) : (
          row.stage.tell.map((who) => t(`lights.audience.${who}`)).join(t('shell.comma')) || t('kit.none')
        ),
    },
    {
      key: 'raise',
      title: t('lights.escalation.raise'),
      width: 150,
      render: (row: Row) =>
        change ? (
          <Select
            aria-label={of('raise', row)}
            value={row.stage.raise ?? ''}
            options={raiseOptions}
            onChange={(value) => change(row.at, { raise: raises.find((r) => r === value) ?? null })}
          />
        ) : (
          t(row.stage.raise ? `lights.raise.${row.stage.raise}` : 'kit.none')
        ),
    },
    ...(leaveOut
      ? [
          {
            key: 'acts',
            title: t('lights.escalation.acts'),
            width: 90,
            render: (row: Row) => (
              <Button type="link" size="small" aria-label={of('leaveOut', row)} onClick={() => leaveOut(row.at)}>
                {t('lights.rules.leaveOut')}
              </Button>
            ),
          },
        ]
      : []),
  ];
}
