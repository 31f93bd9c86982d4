import { Button, InputNumber } from 'antd';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useText } from '../../../web/text.ts';
import { type PlanNode } from '../domain/node.ts';
import type { PlanTrial } from '../domain/plan-view.ts';
import { plain } from './plain-node.ts';

type Trial = PlanTrial['nodes'][number];
type Props = { trial: PlanTrial; onChange: (nodes: readonly PlanNode[]) => void };

/** The dates that a plan would have, beside those in force; how long a node takes can be changed, and a node left out. */
export function PlanTrialTable({ trial, onChange }: Props) {
  const t = useText();
  const nodes = trial.nodes.map(plain);
  const put = (key: string, days: number) => onChange(nodes.map((n) => (n.key === key ? { ...n, days } : n)));
  /** What waited for it waits for what it waited for. */
  const leaveOut = ({ key, after }: PlanNode) =>
    onChange(
      nodes
        .filter((n) => n.key !== key)
        .map((n) => (n.after.includes(key) ? { ...n, after: [...new Set([...n.after.filter((k) => k !== key), ...after])] } : n)),
    );
  const dated = (now: string, before: string | undefined) =>
    before && before !== now ? (
      <span className="plan-moved" title={before}>
        {t('milestones.moved', { now, before })}
      </span>
    ) : (
      now
    );
  return (
    <div className="plan-trial">
      <Sheet<Trial>
        label={t('milestones.trial')}
        rowKey={(n) => n.key}
        items={trial.nodes}
        columns={[
          {
            key: 'name',
            title: t('milestones.node'),
            width: 160,
            render: (n) => (n.isCritical ? t('milestones.critical', { name: n.name }) : n.name),
          },
          {
            key: 'days',
            title: t('milestones.days'),
            width: 160,
            render: (n) => (
              <>
                <InputNumber
                  key={n.days}
                  size="small"
                  min={0}
                  max={1500}
                  precision={0}
                  defaultValue={n.days}
                  aria-label={t('milestones.days.of', { name: n.name })}
                  onBlur={(e) => Number(e.target.value) !== n.days && put(n.key, Number(e.target.value))}
                  onPressEnter={(e) => e.currentTarget.blur()}
                />{' '}
                {t(`milestones.unit.${n.unit}`)}
              </>
            ),
          },
          { key: 'startOn', title: t('milestones.startOn'), width: 190, render: (n) => dated(n.startOn, n.before?.startOn) },
          { key: 'finishOn', title: t('milestones.finishOn'), width: 190, render: (n) => dated(n.finishOn, n.before?.finishOn) },
          {
            key: 'slack',
            title: t('milestones.slack'),
            width: 124,
            numeric: true,
            render: (n) => (n.slack === null ? t('milestones.state.done') : t(`milestones.days.${n.unit}`, { n: n.slack })),
          },
          {
            key: 'out',
            title: t('milestones.acts'),
            width: 80,
            render: (n) =>
              !n.event && (
                <Button
                  type="link"
                  size="small"
                  aria-label={t('milestones.leaveOut.of', { name: n.name })}
                  onClick={() => leaveOut(plain(n))}
                >
                  {t('milestones.leaveOut')}
                </Button>
              ),
          },
        ]}
      />
    </div>
  );
}
