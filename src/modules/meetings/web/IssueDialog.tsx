import { useQuery } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { useNavigate } from 'react-router';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { unitTree } from '../../../web/kit/unit-tree.ts';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { loadUnits } from '../../identity/web/unit-filter.tsx';
import type { LitProject } from '../../lights/web/light-acts.ts';
import { lightSentence } from '../../lights/web/LightReasons.tsx';
import type { MeetingItem } from '../contract.ts';
import { leadersQuery, meetings } from './client.ts';

type Fields = { title: string; words: string; dueOn: string; unitIds: string[]; leaderId?: string; projectId?: string };
type Props = {
  meeting: { id: string; agenda: readonly MeetingItem[] } | null;
  /** The light that it answers. */
  about?: LitProject;
  onClose: () => void;
};

/** Makes a decision of a meeting, what a leader instructed or what a light asks for a numbered task of units. */
export function IssueDialog({ meeting, about, onClose }: Props) {
  const t = useText();
  const navigate = useNavigate();
  const [form] = Form.useForm<Fields>();
  const units = useQuery({ queryKey: ['unit-options'], queryFn: loadUnits, staleTime: 300_000 });
  const leaders = useQuery({ ...leadersQuery, enabled: meeting === null && !about });
  const act = useCommand({
    run: ({ leaderId, projectId, ...fields }: Fields) =>
      meetings.issue({
        body: {
          ...fields,
          meetingId: meeting?.id ?? null,
          leaderId: leaderId ?? null,
          projectId: projectId ?? null,
          ofLight: about !== undefined,
        },
      }),
    done: (made) => t('supervisions.issued', made),
    after: ({ id }) => (meeting ? onClose() : void navigate(`/supervisions/${id}`)),
    refusals: 'alert',
  });
  const needed = { required: true, message: t('meetings.needed') };
  const named: [string, string][] = about ? [[about.projectId, about.projectName]] : [];
  const projects = about
    ? named
    : [...new Map(meeting?.agenda.flatMap((i) => (i.projectId ? [[i.projectId, i.projectName ?? '']] : []))).entries()];
  return (
    <Modal
      open
      title={t('supervisions.issue')}
      okText={t('supervisions.issue')}
      okButtonProps={{ loading: act.busy }}
      cancelText={t('kit.cancel')}
      onOk={form.submit}
      onCancel={onClose}
    >
      <RefusalAlert refusal={act.refusal} />
      <Form<Fields> form={form} name="task" layout="vertical" initialValues={about ? beginning(t, about) : {}} onFinish={act.run}>
        {meeting === null && !about && (
          <Form.Item name="leaderId" label={t('supervisions.leader')} rules={[needed]}>
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              options={leaders.data?.items.map((p) => ({ value: p.id, label: [p.name, p.post].filter(Boolean).join(' ') })) ?? []}
            />
          </Form.Item>
        )}
        <Form.Item name="title" label={t('supervisions.task')} rules={[{ ...needed, whitespace: true }]}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="words" label={t('supervisions.words')} rules={[{ ...needed, whitespace: true }]}>
          <Input.TextArea rows={4} maxLength={2000} />
        </Form.Item>
        <Form.Item name="unitIds" label={t('supervisions.units')} extra={t('supervisions.units.hint')} rules={[needed]}>
          <Select
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            options={unitTree(units.data ?? []).map((u) => ({ value: u.id, label: u.name }))}
          />
        </Form.Item>
        {projects.length > 0 && (
          <Form.Item name="projectId" label={t('supervisions.project')}>
            <Select allowClear={!about} disabled={about !== undefined} options={projects.map(([value, label]) => ({ value, label }))} />
          </Form.Item>
        )}
        <Form.Item name="dueOn" label={t('supervisions.due')} rules={[needed]}>
          <Input type="date" />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** What a light that has stood so long asks for, with its sentence, to be finished in the issuer's own words. */
const beginning = (t: Text, { projectId, projectName, unitId, months, colour, why }: LitProject): Partial<Fields> => ({
  projectId,
  unitIds: [unitId],
  title: t('supervisions.ofLight.title', { project: projectName, colour: t(`lights.colour.${colour}`) }).slice(0, 80),
  words: t('supervisions.ofLight.words', {
    project: projectName,
    months,
    colour: t(`lights.colour.${colour}`),
    // A letter names the colour itself.
    why: why[0] ? lightSentence(t, why[0]).replace(/ → [^→]*$/, '') : '',
  }),
});
