import { Form, Input, Modal, Select } from 'antd';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { type Page, projects } from './client.ts';

const schemes = ['national', 'province', 'city', 'other'] as const;
type Fields = { scheme: (typeof schemes)[number]; code: string };

/** Records a code that an authority gave the project. */
export function CodeDialog({ page, onClose }: { page: Page; onClose: () => void }) {
  const t = useText();
  const [form] = Form.useForm<Fields>();
  const scheme = Form.useWatch('scheme', form) ?? 'national';
  const { id, version } = page.project;
  const add = useCommand({
    run: (body: Fields) => projects.addCode({ params: { id }, body: { ...body, version } }),
    done: t('projects.code.added'),
    refusals: 'alert',
    after: onClose,
  });
  const label = t('projects.externalCode');
  return (
    <Modal
      open
      title={t('projects.code.add')}
      okText={t('projects.code.add')}
      okButtonProps={{ loading: add.busy }}
      cancelText={t('kit.cancel')}
      onOk={form.submit}
      onCancel={onClose}
    >
      <RefusalAlert refusal={add.refusal} />
      <Form<Fields> form={form} name="code" layout="vertical" initialValues={{ scheme: 'national' }} onFinish={add.run}>
        <Form.Item name="scheme" label={t('projects.code.scheme')}>
          <Select options={schemes.map((value) => ({ value, label: t(`projects.scheme.${value}`) }))} />
        </Form.Item>
        <Form.Item
          name="code"
          label={label}
          extra={scheme === 'national' && t('projects.code.national.hint')}
          rules={[{ required: true, whitespace: true, message: t('kit.required', { label }) }]}
        >
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
