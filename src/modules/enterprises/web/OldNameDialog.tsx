import { Form, Input, Modal } from 'antd';
import { PartialDateInput } from '../../../web/kit/PartialDateInput.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { enterprises } from './client.ts';

type Fields = { name: string; usedFrom?: string | null; usedUntil?: string | null };

/** A name that the enterprise had, and when. */
export function OldNameDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useText();
  const [form] = Form.useForm<Fields>();
  const add = useCommand({
    run: ({ name, usedFrom, usedUntil }: Fields) =>
      enterprises.addName({ params: { id }, body: { name, usedFrom: usedFrom ?? null, usedUntil: usedUntil ?? null } }),
    done: t('enterprises.saved'),
    refusals: 'alert',
    after: onClose,
  });
  const title = t('enterprises.oldName.add');
  const label = t('enterprises.name');
  return (
    <Modal
      open
      title={title}
      okText={title}
      cancelText={t('kit.cancel')}
      okButtonProps={{ loading: add.busy }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <RefusalAlert refusal={add.refusal} />
      <Form<Fields> form={form} name="old-name" layout="vertical" onFinish={add.run}>
        <Form.Item name="name" label={label} rules={[{ required: true, whitespace: true, message: t('kit.required', { label }) }]}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        <Form.Item name="usedFrom" label={t('enterprises.oldName.from')}>
          <PartialDateInput />
        </Form.Item>
        <Form.Item name="usedUntil" label={t('enterprises.oldName.until')}>
          <PartialDateInput />
        </Form.Item>
      </Form>
    </Modal>
  );
}
