import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { type PlanNode, type ProjectClass, projectClasses } from '../domain/node.ts';
import type { ProjectPlan } from '../domain/plan-view.ts';
import { milestones } from './client.ts';
import { plain } from './plain-node.ts';
import { PlanTrialTable } from './PlanTrialTable.tsx';
import { Unpublished } from './Unpublished.tsx';

type Props = { projectId: string; plan: ProjectPlan; onClose: () => void };
type Fields = { reason?: string };

/** What the plan is to be, begun from the one in force, and what its dates would be. */
function useDraftPlan(projectId: string, { plans: [inForce], nodes: kept, suggestedOn }: ProjectPlan) {
  const [of, setOf] = useState<ProjectClass>(inForce?.class ?? 'industrial_new');
  const [promisedOn, setPromisedOn] = useState(inForce?.promisedOn ?? suggestedOn ?? '');
  const [nodes, setNodes] = useState<readonly PlanNode[] | null>(inForce ? kept.map(plain) : null);
  const body = { class: of, promisedOn, nodes: nodes && [...nodes], insteadOf: inForce?.no ?? null };
  const trial = useQuery({
    queryKey: ['milestones', 'trial', projectId, body],
    queryFn: () => milestones.tryPlan({ params: { id: projectId }, body }),
    enabled: promisedOn !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });
  /** Another class has other nodes. */
  const choose = (value: ProjectClass) => {
    setOf(value);
    setNodes(null);
  };
  return { body, trial, choose, setPromisedOn, setNodes, isReady: trial.isSuccess && !trial.isPlaceholderData };
}

/** The first plan of a project, or one in the place of that in force: what its dates would be, before it is kept. */
export function PlanDialog({ projectId, plan, onClose }: Props) {
  const t = useText();
  const [form] = Form.useForm<Fields>();
  const { body, trial, choose, setPromisedOn, setNodes, isReady } = useDraftPlan(projectId, plan);
  const act = useCommand({
    run: ({ reason }: Fields) => milestones.makePlan({ params: { id: projectId }, body: { ...body, reason: reason?.trim() || null } }),
    done: ({ no }) => t('milestones.planned', { no }),
    after: onClose,
    refusals: 'alert',
  });
  const isChange = plan.plans.length > 0;
  const title = t(isChange ? 'milestones.replan' : 'milestones.plan');
  return (
    <Modal
      open
      width={980}
      title={title}
      okText={t('milestones.plan.keep')}
      okButtonProps={{ loading: act.busy, disabled: !isReady }}
      cancelText={t('kit.cancel')}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <RefusalAlert refusal={act.refusal ?? trial.error} />
      <Form<Fields> form={form} name="plan" layout="vertical" onFinish={act.run}>
        <div className="plan-form">
          <Form.Item label={t('milestones.class')}>
            <Select<ProjectClass>
              aria-label={t('milestones.class')}
              value={body.class}
              onChange={choose}
              options={projectClasses.map((value) => ({ value, label: t(`milestones.class.${value}`) }))}
            />
          </Form.Item>
          <Form.Item label={t('milestones.promisedOn')} required>
            <Input
              type="date"
              aria-label={t('milestones.promisedOn')}
              min={plan.today}
              value={body.promisedOn}
              onChange={(e) => setPromisedOn(e.target.value)}
            />
          </Form.Item>
          {isChange && (
            <Form.Item
              name="reason"
              label={t('milestones.why')}
              rules={[{ required: true, whitespace: true, message: t('kit.reason.required') }]}
            >
              <Input maxLength={500} />
            </Form.Item>
          )}
        </div>
      </Form>
      {trial.data && (
        <>
          <p className="hint">{t('milestones.trial.note', { on: trial.data.finishOn })}</p>
          <Unpublished years={trial.data.unpublished} />
          <PlanTrialTable trial={trial.data} onChange={setNodes} />
        </>
      )}
    </Modal>
  );
}
