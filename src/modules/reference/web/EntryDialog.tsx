import { Form, Input, InputNumber, Modal } from 'antd';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { type DictionaryEntry } from '../contract.ts';
import type { Dictionary } from '../domain/dictionary.ts';
import { reference } from './client.ts';

/** A word to change, or the place of a new one. */
export type EntryDraft = { dictionary: Dictionary; entry?: DictionaryEntry; orderNo: number };
type Fields = { code: string; nameZh: string; nameEn: string; orderNo: number };

export function EntryDialog({ draft: { dictionary, entry, orderNo }, onClose }: { draft: EntryDraft; onClose: () => void }) {
  const t = useText();
  const [form] = Form.useForm<Fields>();
  const save = useCommand({
    run: async ({ code, ...words }: Fields) => {
      if (entry)
        await reference.editEntry({ params: { id: entry.id }, body: { ...words, isActive: entry.isActive, version: entry.version } });
      else await reference.addEntry({ params: { dictionary }, body: { code, ...words } });
      onClose();
    },
    done: t('reference.saved'),
    stale: [['dictionaries']],
    refusals: 'alert',
  });
  const needed = (label: string) => [{ required: true, whitespace: true, message: t('kit.required', { label }) }];
  const title = t(entry ? 'reference.entry.edit' : 'reference.entry.add');
  return (
    <Modal
      open
      title={title}
      okText={title}
      cancelText={t('kit.cancel')}
      okButtonProps={{ loading: save.busy }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <RefusalAlert refusal={save.refusal} />
      <Form<Fields> form={form} layout="vertical" initialValues={entry ?? { orderNo }} onFinish={save.run}>
        <Form.Item name="nameZh" label={t('reference.entry.nameZh')} rules={needed(t('reference.entry.nameZh'))}>
          <Input maxLength={50} />
        </Form.Item>
        <Form.Item name="nameEn" label={t('reference.entry.nameEn')} rules={needed(t('reference.entry.nameEn'))}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item
          name="code"
          label={t('reference.entry.code')}
          rules={needed(t('reference.entry.code'))}
          extra={t('reference.entry.code.hint')}
        >
          <Input maxLength={40} disabled={entry !== undefined} />
        </Form.Item>
        <Form.Item
          name="orderNo"
          label={t('reference.entry.order')}
          rules={[{ required: true, message: t('kit.required', { label: t('reference.entry.order') }) }]}
        >
          <InputNumber min={0} max={100_000} precision={0} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
