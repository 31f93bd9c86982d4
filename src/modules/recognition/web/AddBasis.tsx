import { Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { judgingRoles, type NewBasis } from '../domain/basis.ts';
import { recognition } from './client.ts';

/** A 口径 of the district's own: its names, and who judges under it. */
export function AddBasis() {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button className="bases-add" onClick={() => setOpen(true)}>
        {t('recognition.bases.add')}
      </Button>
      {isOpen && <AddDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function AddDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const [form] = Form.useForm<NewBasis>();
  const add = useCommand({
    run: (body: NewBasis) => recognition.addBasis({ body }),
    done: t('recognition.bases.added'),
    refusals: 'alert',
    after: onClose,
  });
  const asked = (label: Parameters<typeof t>[0]) => [{ required: true, message: t('kit.required', { label: t(label) }) }];
  return (
    <Modal
      open
      title={t('recognition.bases.add')}
      okText={t('recognition.bases.add')}
      cancelText={t('kit.cancel')}
      okButtonProps={{ loading: add.busy }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p>{t('recognition.bases.add.note')}</p>
      <RefusalAlert refusal={add.refusal} />
      <Form form={form} layout="vertical" onFinish={add.run} requiredMark={false}>
        {(['nameZh', 'nameEn'] as const).map((key) => (
          <Form.Item key={key} name={key} label={t(`recognition.bases.${key}`)} rules={asked(`recognition.bases.${key}`)}>
            <Input maxLength={40} />
          </Form.Item>
        ))}
        <Form.Item name="roles" label={t('recognition.bases.roles')} rules={asked('recognition.bases.roles')}>
          <Select mode="multiple" options={judgingRoles.map((value) => ({ value, label: t(`role.${value}`) }))} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
