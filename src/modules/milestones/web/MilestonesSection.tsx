import { useQuery } from '@tanstack/react-query';
import { Button, Empty } from 'antd';
import { useState } from 'react';
import { addressOf } from '../../../web/api.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { useAsked } from '../../../web/kit/use-asked.ts';
import { useText } from '../../../web/text.ts';
import { milestonesContract } from '../contract.ts';
import type { NodeView, ProjectPlan } from '../domain/plan-view.ts';
import { momentText } from '../../identity/web/moment.ts';
import { ActualDialog } from './ActualDialog.tsx';
import { planQuery } from './client.ts';
import { Gantt } from './Gantt.tsx';
import './milestones.css';
import { NodeTable } from './NodeTable.tsx';
import { PlanDialog } from './PlanDialog.tsx';
import { Unpublished } from './Unpublished.tsx';

/** 节点计划 of a project: the plan in force as bars and as a table, what became of it, and every earlier plan. */
export function MilestonesSection({ projectId }: { projectId: string }) {
  const t = useText();
  const query = useQuery(planQuery(projectId));
  const [planning, setPlanning] = useState(false);
  const [recording, setRecording] = useState<NodeView | null>(null);
  // A reminder opens the very node that is to be recorded.
  const [asked, seen] = useAsked('node');
  const close = () => {
    setRecording(null);
    seen();
  };
  return (
    <Loaded query={query}>
      {(plan) => (
        <section aria-label={t('milestones.section')}>
          {plan.plans.length === 0 ? (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('milestones.empty')}>
              {plan.can.plan && (
                <Button type="primary" onClick={() => setPlanning(true)}>
                  {t('milestones.plan')}
                </Button>
              )}
            </Empty>
          ) : (
            <>
              <Sums plan={plan} />
              <div className="milestone-acts">
                {plan.can.plan && <Button onClick={() => setPlanning(true)}>{t('milestones.replan')}</Button>}
                <Button href={addressOf(milestonesContract.sheet, { params: { id: projectId } })}>{t('milestones.print')}</Button>
              </div>
              <Unpublished years={plan.unpublished} />
              <Gantt plan={plan} />
              <NodeTable plan={plan} onRecord={setRecording} />
              <Earlier plan={plan} />
            </>
          )}
          {planning && <PlanDialog projectId={projectId} plan={plan} onClose={() => setPlanning(false)} />}
          <Recording projectId={projectId} plan={plan} node={recording ?? plan.nodes.find((n) => n.key === asked)} onClose={close} />
        </section>
      )}
    </Loaded>
  );
}

type RecordingProps = { projectId: string; plan: ProjectPlan; node: NodeView | undefined; onClose: () => void };
const Recording = ({ plan, node, ...rest }: RecordingProps) =>
  node && <ActualDialog key={node.key} {...rest} node={node} today={plan.today} mayRecord={plan.can.record} />;

function Sums({ plan }: { plan: ProjectPlan }) {
  const t = useText();
  const [inForce] = plan.plans;
  const done = plan.nodes.filter((n) => n.finishedOn).length;
  const late = plan.nodes.filter((n) => !n.finishedOn && n.lateDays).length;
  const isLate = plan.forecastOn !== null && plan.forecastOn > inForce!.promisedOn;
  const sums = [
    ['milestones.promisedOn', inForce!.promisedOn],
    ['milestones.forecastOn', plan.forecastOn && (isLate ? t('milestones.forecast.late', { date: plan.forecastOn }) : plan.forecastOn)],
    ['milestones.done', t('milestones.done.of', { n: done, all: plan.nodes.length })],
    ['milestones.late', late],
    ['milestones.version', t('milestones.version.of', { no: inForce!.no, title: inForce!.title })],
  ] as const;
  return (
    <dl className="milestone-sums">
      {sums.map(([label, value]) => (
        <div key={label}>
          <dt>{t(label)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Earlier({ plan }: { plan: ProjectPlan }) {
  const t = useText();
  if (plan.plans.length < 2) return null;
  return (
    <section className="milestone-earlier">
      <h3>{t('milestones.earlier')}</h3>
      <ul>
        {plan.plans.map((p) => (
          <li key={p.id}>
            {t('milestones.earlier.line', { no: p.no, on: p.promisedOn, who: p.madeByName, at: momentText(p.madeAt).slice(0, 10) })}{' '}
            {p.reason && <span>{t('projects.because', { reason: p.reason })}</span>}
            <details>
              <summary>{t('milestones.earlier.nodes', { n: p.nodes.length })}</summary>
              {p.nodes.map((n) => `${n.name} ${n.startOn} — ${n.finishOn}`).join(t('projects.semicolon'))}
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
