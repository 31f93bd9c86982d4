import { useText } from '../../../web/text.ts';
import type { NodeView, ProjectPlan } from '../domain/plan-view.ts';
import { type Scale, scaleOf } from './gantt-scale.ts';
import { stateMarks, stateOf } from './node-state.ts';

const [width, left, rowHeight, head] = [1120, 190, 26, 26];

/** The plan as bars: what is planned, the baseline under it, what was done over it, and today across all. Its table stands below. */
export function Gantt({ plan }: { plan: ProjectPlan }) {
  const t = useText();
  const { nodes, today } = plan;
  const hasBaseline = plan.plans.length > 1;
  const days = nodes.flatMap((n) => [
    n.startOn,
    n.finishOn,
    n.earliestFinishOn,
    ...(hasBaseline && n.baseline ? [n.baseline.startOn, n.baseline.finishOn] : []),
  ]);
  const scale = scaleOf([today, ...days], left, width - 8);
  const height = head + nodes.length * rowHeight;
  const at = scale.start(today);
  return (
    <figure className="gantt">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={t('milestones.gantt')}>
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
          <title>{t('milestones.gantt.label', { n: nodes.length })}</title>
          {scale.months.map(({ month, at: x }) => (
            <g key={month}>
              <line className="gantt-grid" x1={x} x2={x} y1={head - 6} y2={height} />
              <text className="gantt-month" x={x + 3} y={head - 10}>
                {month}
              </text>
            </g>
          ))}
          {nodes.map((node, i) => (
            <Row key={node.key} node={node} y={head + i * rowHeight} scale={scale} today={today} hasBaseline={hasBaseline} />
          ))}
          <line className="gantt-today" x1={at} x2={at} y1={head - 6} y2={height} />
          <text className="gantt-today-word" x={at + 3} y={head + 6}>
            {t('milestones.today')}
          </text>
        </svg>
      </section>
      <figcaption>
        <span className="gantt-key gantt-key-plan">{t('milestones.gantt.plan')}</span>
        <span className="gantt-key gantt-key-critical">{t('milestones.gantt.critical')}</span>
        <span className="gantt-key gantt-key-actual">{t('milestones.gantt.actual')}</span>
        {hasBaseline && <span className="gantt-key gantt-key-baseline">{t('milestones.gantt.baseline')}</span>}
      </figcaption>
    </figure>
  );
}

type RowProps = { node: NodeView; y: number; scale: Scale; today: string; hasBaseline: boolean };
function Row({ node, y, scale, today, hasBaseline }: RowProps) {
  const { startOn, finishOn, baseline, startedOn, finishedOn, name, isCritical } = node;
  const state = stateOf(node);
  const from = startedOn ?? finishedOn;
  const until = finishedOn ?? today;
  return (
    <g>
      <text className={`gantt-name gantt-${state}`} x={4} y={y + 17}>
        {`${stateMarks[state]} ${name.length > 12 ? `${name.slice(0, 11)}…` : name}`}
      </text>
      <Bar
        className={isCritical ? 'gantt-plan gantt-critical' : 'gantt-plan'}
        from={startOn}
        to={finishOn}
        y={y + 6}
        height={13}
        scale={scale}
      />
      {hasBaseline && baseline && (
        <Bar className="gantt-baseline" from={baseline.startOn} to={baseline.finishOn} y={y + 21} height={2} scale={scale} />
      )}
      {from && from <= until && <Bar className={`gantt-actual gantt-${state}`} from={from} to={until} y={y + 9} height={7} scale={scale} />}
    </g>
  );
}

type BarProps = { className: string; from: string; to: string; y: number; height: number; scale: Scale };
const Bar = ({ className, from, to, y, height, scale }: BarProps) => (
  <rect className={className} x={scale.start(from)} width={Math.max(scale.end(to) - scale.start(from), 3)} y={y} height={height} rx={1} />
);
