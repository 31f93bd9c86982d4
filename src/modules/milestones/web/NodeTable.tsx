import { Button } from 'antd';
import { Sheet, type SheetProps } from '../../../web/kit/Sheet.tsx';
import { useText } from '../../../web/text.ts';
import type { NodeView, ProjectPlan } from '../domain/plan-view.ts';
import { stateMarks, stateOf } from './node-state.ts';

/** The nodes of a plan with their dates, what is left, and what became of them. */
export function NodeTable({ plan, onRecord }: { plan: ProjectPlan; onRecord: (node: NodeView) => void }) {
  const t = useText();
  const none = t('kit.none');
  const baseline: SheetProps<NodeView>['columns'] =
    plan.plans.length > 1
      ? [{ key: 'baseline', title: t('milestones.baselineOn'), width: 104, render: (n) => n.baseline?.finishOn ?? none }]
      : [];
  return (
    <Sheet
      label={t('milestones.section')}
      rowKey={(n) => n.key}
      items={plan.nodes}
      columns={[
        {
          key: 'name',
          title: t('milestones.node'),
          width: 170,
          render: (n) => (n.isCritical ? t('milestones.critical', { name: n.name }) : n.name),
        },
        { key: 'state', title: t('milestones.state'), width: 136, render: (n) => <NodeStateMark node={n} /> },
        { key: 'startOn', title: t('milestones.startOn'), width: 104, render: (n) => n.startOn },
        { key: 'finishOn', title: t('milestones.finishOn'), width: 104, render: (n) => n.finishOn },
        ...baseline,
        { key: 'startedOn', title: t('milestones.startedOn'), width: 104, render: (n) => n.startedOn ?? none },
        { key: 'finishedOn', title: t('milestones.finishedOn'), width: 104, render: (n) => n.finishedOn ?? none },
        { key: 'earliest', title: t('milestones.earliestOn'), width: 104, render: (n) => (n.finishedOn ? none : n.earliestFinishOn) },
        {
          key: 'slack',
          title: t('milestones.slack'),
          width: 124,
          numeric: true,
          render: (n) => (n.slack === null ? none : t(`milestones.days.${n.unit}`, { n: n.slack })),
        },
        {
          key: 'days',
          title: t('milestones.days'),
          width: 100,
          numeric: true,
          render: (n) => (n.days === 0 ? none : t(`milestones.days.${n.unit}`, { n: n.days })),
        },
        { key: 'role', title: t('milestones.role'), width: 110, render: (n) => t(`milestones.role.${n.role}`) },
        { key: 'deliverable', title: t('milestones.deliverable'), width: 140, render: (n) => n.deliverable },
        {
          key: 'acts',
          title: t('milestones.acts'),
          width: 90,
          render: (n) => <RecordButton node={n} mayRecord={plan.can.record} onRecord={onRecord} />,
        },
      ]}
    />
  );
}

type ButtonProps = { node: NodeView; mayRecord: boolean; onRecord: (node: NodeView) => void };
function RecordButton({ node, mayRecord, onRecord }: ButtonProps) {
  const t = useText();
  const act = t(mayRecord && !node.isOfRecord ? 'milestones.record' : 'milestones.look');
  return (
    <Button type="link" size="small" aria-label={t('milestones.act.of', { act, name: node.name })} onClick={() => onRecord(node)}>
      {act}
    </Button>
  );
}

export function NodeStateMark({ node }: { node: NodeView }) {
  const t = useText();
  const state = stateOf(node);
  const words = state === 'late' ? t('milestones.state.late', { n: node.lateDays }) : t(`milestones.state.${state}`);
  return <span className={`node-state ${state}`}>{`${stateMarks[state]} ${words}`}</span>;
}
