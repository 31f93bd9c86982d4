import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { businessRoles } from '../../../kernel/actor.ts';
import { dayOf } from '../../../kernel/day.ts';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import type { FlowView } from '../contract.ts';
import { type Mode, modes, relations, type StepRule } from '../domain/flow.ts';
import { reviews } from './client.ts';

/** Steps are told apart while they are written, whatever they are called. */
type Draft = StepRule & { key: number };
const seatKey = ({ role, of }: StepRule['seats'][number]) => `${of} ${role}`;
const seatOf = (key: string): StepRule['seats'][number] => {
  const [of, role] = key.split(' ');
  return { of: of as (typeof relations)[number], role: role as (typeof businessRoles)[number] };
};

/** The next version of a flow, step by step. */
export function FlowEdit({ flow, onClose }: { flow: FlowView; onClose: () => void }) {
  const t = useText();
  const [today] = useState(() => dayOf(new Date()));
  const [steps, setSteps] = useState<Draft[]>(() => flow.steps.map((step, key) => ({ ...step, key })));
  const [from, setFrom] = useState(today);
  const insteadOf = flow.versions[0]?.version ?? flow.version;
  const publish = useCommand({
    run: () => {
      const body = { steps: steps.map(({ key: _key, ...step }) => step), effectiveFrom: from, insteadOf };
      return reviews.publishFlow({ params: { flow: flow.flow }, body });
    },
    done: ({ version }) => t('reviews.flows.published', { version }),
    refusals: 'alert',
    after: onClose,
  });
  const put = (i: number, step: Draft) => setSteps((all) => all.with(i, step));
  const move = (i: number, by: 1 | -1) => setSteps((all) => all.with(i, all[i + by]!).with(i + by, all[i]!));
  const add = () => setSteps((all) => [...all, { key: Math.max(0, ...all.map((s) => s.key)) + 1, name: '', mode: 'all', seats: [] }]);
  const isWhole = steps.length > 0 && steps.every((s) => s.name.trim() !== '' && s.seats.length > 0);
  return (
    <>
      <RefusalAlert refusal={publish.refusal} />
      <ol className="flow-steps">
        {steps.map((step, i) => (
          <StepEdit
            key={step.key}
            no={i + 1}
            count={steps.length}
            step={step}
            onChange={(next) => put(i, next)}
            onMove={(by) => move(i, by)}
            onRemove={() => setSteps((all) => all.filter((s) => s.key !== step.key))}
          />
        ))}
      </ol>
      <div className="flow-acts">
        <Button onClick={add}>{t('reviews.flows.step.add')}</Button>
        <label>
          {t('reviews.flows.from')} <Input type="date" min={today} value={from} onChange={(e) => setFrom(e.target.value)} />
        </label>
        <Button type="primary" disabled={!isWhole} loading={publish.busy} onClick={() => publish.run(undefined)}>
          {t('reviews.flows.publish')}
        </Button>
        <Button onClick={onClose}>{t('kit.cancel')}</Button>
      </div>
    </>
  );
}

type StepProps = {
  no: number;
  count: number;
  step: Draft;
  onChange: (step: Draft) => void;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
};
function StepEdit({ no, count, step, onChange, onMove, onRemove }: StepProps) {
  const t = useText();
  const options = relations.flatMap((of) =>
    businessRoles.map((role) => ({ value: `${of} ${role}`, label: t(`reviews.of.${of}`, { role: t(`role.${role}`) }) })),
  );
  const setDue = (dueDays: number | null) => {
    const { dueDays: _, ...rest } = step;
    onChange(dueDays === null ? rest : { ...rest, dueDays });
  };
  return (
    <li aria-label={t('reviews.flows.step', { n: no })}>
      <Input
        aria-label={t('reviews.flows.step.name')}
        placeholder={t('reviews.flows.step.name')}
        maxLength={40}
        value={step.name}
        onChange={(e) => onChange({ ...step, name: e.target.value })}
      />
      <Select<Mode>
        aria-label={t('reviews.flows.step.mode')}
        value={step.mode}
        options={modes.map((value) => ({ value, label: t(`reviews.mode.${value}`) }))}
        onChange={(mode) => onChange({ ...step, mode })}
      />
      <Select<string[]>
        mode="multiple"
        className="flow-seats"
        aria-label={t('reviews.flows.step.seats')}
        placeholder={t('reviews.flows.step.seats')}
        value={step.seats.map(seatKey)}
        options={options}
        onChange={(keys) => onChange({ ...step, seats: keys.map(seatOf) })}
      />
      <InputNumber
        aria-label={t('reviews.flows.step.due')}
        placeholder={t('reviews.flows.step.due')}
        min={1}
        max={365}
        precision={0}
        value={step.dueDays ?? null}
        onChange={setDue}
      />
      <Button size="small" disabled={no === 1} onClick={() => onMove(-1)}>
        {t('reviews.flows.step.up')}
      </Button>
      <Button size="small" disabled={no === count} onClick={() => onMove(1)}>
        {t('reviews.flows.step.down')}
      </Button>
      <Button size="small" danger disabled={count === 1} onClick={onRemove}>
        {t('reviews.flows.step.remove')}
      </Button>
    </li>
  );
}
