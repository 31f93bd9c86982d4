import { Form, Input, Modal } from 'antd';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { type Industry } from '../contract.ts';
import { reference } from './client.ts';

type Fields = { code: string; name: string };

/** A row of the district's own under one of the standard. */
export function IndustryDialog({ parent, onClose }: { parent: Industry; onClose: () => void }) {
  const t = useText();
  const [form] = Form.useForm<Fields>();
  const add = useCommand({
    run: async (fields: Fields) => {
      await reference.addIndustry({ body: { ...fields, parentCode: parent.code } });
      onClose();
    },
    done: t('reference.saved'),
    stale: [['industries']],
    refusals: 'alert',
  });
  const needed = (label: string) => [{ required: true, whitespace: true, message: t('kit.required', { label }) }];
  const title = t('reference.industry.add');
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
      <p>{t('reference.industry.add.under', { name: `${parent.code} ${parent.name}` })}</p>
      <RefusalAlert refusal={add.refusal} />
      <Form<Fields> form={form} layout="vertical" initialValues={{ code: parent.level === 1 ? '' : parent.code }} onFinish={add.run}>
        <Form.Item name="code" label={t('reference.industry.code')} rules={needed(t('reference.industry.code'))}>
          <Input maxLength={4} />
        </Form.Item>
        <Form.Item name="name" label={t('reference.industry.name')} rules={needed(t('reference.industry.name'))}>
          <Input maxLength={100} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
