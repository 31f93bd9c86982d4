import { Form, Input, Modal } from 'antd';
import { settle } from '../../../kernel/refusal.ts';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { frozenFields } from '../domain/record.ts';
import { type Page, projects } from './client.ts';
import { FieldItem, type FormFacts, FormFactsOf } from './FieldItem.tsx';
import { chosenNames } from './record-names.ts';
import { formOf, patchOf, type RecordForm } from './record-form.ts';

type Fields = RecordForm & { reason: string };

/** Changes what was frozen when the project landed, with its reason; reports as of an earlier day keep what they had. */
export function RestateDialog({ page, onClose }: { page: Page; onClose: () => void }) {
  const t = useText();
  const [form] = Form.useForm<Fields>();
  const { id, version } = page.project;
  const before = formOf(page.project);
  const facts: FormFacts = {
    required: new Set(page.required),
    withholdable: new Set(),
    mayStayBlank: (f) => before[f] === null,
    locked: new Set(),
    currency: page.project.currency,
    chosen: chosenNames(page.project),
  };
  const restate = useCommand({
    run: ({ reason, ...fields }: Fields) => {
      const patch = settle(patchOf(before, fields));
      return projects.restate({ params: { id }, body: { version, patch, reason } });
    },
    done: t('projects.restated'),
    refusals: 'alert',
    after: onClose,
  });
  return (
    <Modal
      open
      title={t('projects.restate')}
      okText={t('projects.restate')}
      okButtonProps={{ loading: restate.busy }}
      cancelText={t('kit.cancel')}
      onOk={form.submit}
      onCancel={onClose}
    >
      <RefusalAlert refusal={restate.refusal} />
      <p>{t('projects.restate.note')}</p>
      <Form<Fields> form={form} name="restate" layout="vertical" initialValues={before} onFinish={restate.run}>
        <FormFactsOf value={facts}>
          {frozenFields.map((field) => (
            <FieldItem key={field} field={field} />
          ))}
        </FormFactsOf>
        <Form.Item name="reason" label={t('kit.reason')} rules={[{ required: true, whitespace: true, message: t('kit.reason.required') }]}>
          <Input.TextArea rows={2} maxLength={1000} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
