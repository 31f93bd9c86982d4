import { Form, Input, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useText } from '../text.ts';
import { RefusalAlert } from './RefusalAlert.tsx';

type Props = {
  open: boolean;
  /** The act, as its button says it: '退回修改'. */
  title: string;
  /** What will happen. */
  children?: ReactNode;
  danger?: boolean;
  busy?: boolean;
  refusal?: unknown;
  onGive: (reason: string) => void;
  onCancel: () => void;
};

/** Asks for the reason that some acts must leave behind: reversing, returning, moving back. */
export function ReasonDialog({ open, title, children, danger = false, busy = false, refusal, onGive, onCancel }: Props) {
  const t = useText();
  const [form] = Form.useForm<{ reason: string }>();
  return (
    <Modal
      open={open}
      title={title}
      okText={title}
      okButtonProps={{ danger, loading: busy }}
      cancelText={t('kit.cancel')}
      onOk={form.submit}
      onCancel={onCancel}
      destroyOnHidden
    >
      {children}
      <RefusalAlert refusal={refusal} />
      <Form form={form} layout="vertical" clearOnDestroy onFinish={({ reason }) => onGive(reason.trim())}>
        <Form.Item name="reason" label={t('kit.reason')} rules={[{ required: true, whitespace: true, message: t('kit.reason.required') }]}>
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
