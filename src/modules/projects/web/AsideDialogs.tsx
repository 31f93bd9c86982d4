import { Form, Input, Modal, Select } from 'antd';
import { PartialDateField } from '../../../web/kit/fields.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { type ExitSide, type Side, withdrawalReasons } from '../domain/stage.ts';
import { type Page, projects } from './client.ts';
import { useWords } from './names.ts';
import { useToday } from './use-today.ts';

type Exit = { happenedOn: string; reason: string; exitTo?: string };
type Props = { page: Page; onClose: () => void };

/** Lets a project stand aside: when, why, and by its kind where it went. */
export function ExitDialog({ page, side, onClose }: Props & { side: ExitSide }) {
  const t = useText();
  const today = useToday();
  const [form] = Form.useForm<Exit>();
  const { id, version, name } = page.project;
  const title = t(`projects.exit.${side}`);
  const exit = useCommand({
    run: ({ happenedOn, reason, exitTo }: Exit) =>
      projects.exit({ params: { id }, body: { version, side, happenedOn, reason, ...(exitTo && { exitTo }) } }),
    done: t('projects.exited', { name, side: t(`projects.side.${side}`) }),
    refusals: 'alert',
    after: onClose,
  });
  return (
    <Modal
      open
      title={title}
      okText={title}
      okButtonProps={{ danger: true, loading: exit.busy }}
      cancelText={t('kit.cancel')}
      onOk={form.submit}
      onCancel={onClose}
    >
      <RefusalAlert refusal={exit.refusal} />
      <p>{t(`projects.exit.${side}.note`)}</p>
      <Form<Exit> form={form} name="exit" layout="vertical" initialValues={{ happenedOn: today }} onFinish={exit.run}>
        <PartialDateField name="happenedOn" label={t('projects.happenedOn')} required />
        <ExitTo side={side} />
        <ReasonItem />
      </Form>
    </Modal>
  );
}

function ExitTo({ side }: { side: Side }) {
  const t = useText();
  const reasons = useWords('exit_reason');
  if (side === 'suspended') return null;
  const label = t(`projects.exitTo.${side}`);
  return (
    <Form.Item name="exitTo" label={label} rules={[{ required: true, whitespace: true, message: t('kit.required', { label }) }]}>
      {side === 'withdrawn' ? (
        <Select options={withdrawalReasons.map((value) => ({ value, label: reasons.of(value) }))} />
      ) : (
        <Input maxLength={200} autoComplete="off" />
      )}
    </Form.Item>
  );
}

function ReasonItem() {
  const t = useText();
  return (
    <Form.Item name="reason" label={t('kit.reason')} rules={[{ required: true, whitespace: true, message: t('kit.reason.required') }]}>
      <Input.TextArea rows={2} maxLength={1000} />
    </Form.Item>
  );
}

/** Brings a project back to the stage at which it stood aside. */
export function ReopenDialog({ page, onClose }: Props) {
  const t = useText();
  const today = useToday();
  const [form] = Form.useForm<Exit>();
  const { id, version, stage } = page.project;
  const reopen = useCommand({
    run: ({ happenedOn, reason }: Exit) => projects.reopen({ params: { id }, body: { version, happenedOn, reason } }),
    done: t('projects.reopened', { stage: t(`projects.stage.${stage}`) }),
    refusals: 'alert',
    after: onClose,
  });
  return (
    <Modal
      open
      title={t('projects.reopen')}
      okText={t('projects.reopen')}
      okButtonProps={{ loading: reopen.busy }}
      cancelText={t('kit.cancel')}
      onOk={form.submit}
      onCancel={onClose}
    >
      <RefusalAlert refusal={reopen.refusal} />
      <p>{t('projects.reopen.note', { stage: t(`projects.stage.${stage}`) })}</p>
      <Form<Exit> form={form} name="reopen" layout="vertical" initialValues={{ happenedOn: today }} onFinish={reopen.run}>
        <PartialDateField name="happenedOn" label={t('projects.happenedOn')} required />
        <ReasonItem />
      </Form>
    </Modal>
  );
}
