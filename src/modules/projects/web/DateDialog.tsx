import { Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { upload } from '../../../web/api.ts';
import { PartialDateField } from '../../../web/kit/fields.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { evidenceContract } from '../../evidence/contract.ts';
import { EvidencePicker } from '../../evidence/web/EvidencePicker.tsx';
import { startKinds, type StartKind } from '../domain/authority-date.ts';
import { type DateCell, projects } from './client.ts';

type Fields = { happenedOn: string | null; kind?: StartKind; reason?: string };
type Props = { id: string; cell: DateCell; who: string; onClose: () => void };

/** Writes down a date as claimed or recognised; an emptied date takes back what stood. */
export function DateDialog({ id, cell, who, onClose }: Props) {
  const t = useText();
  const [form] = Form.useForm<Fields>();
  const [file, setFile] = useState<File | null>(null);
  const { event, authority, standing, earlier } = cell;
  const words = { event: t(`projects.event.${event}`), who };
  const title = t(authority === null ? 'projects.dates.claim' : 'projects.dates.recognise', words);
  const act = useCommand({
    run: async ({ happenedOn, kind, reason }: Fields) => {
      const sent = file ? await upload(evidenceContract.upload, {}, file, () => {}) : null;
      const body = {
        event,
        authority,
        kind: kind ?? null,
        happenedOn: happenedOn ?? null,
        insteadOf: standing?.id ?? earlier.at(-1)?.id ?? null,
        uploadIds: sent ? [sent.uploadId] : [],
        ...(reason?.trim() && { reason: reason.trim() }),
      };
      return projects.recordDate({ params: { id }, body });
    },
    done: t('projects.dates.done'),
    refusals: 'alert',
    after: onClose,
  });
  const initial = { happenedOn: standing?.happenedOn ?? null, ...(standing?.kind && { kind: standing.kind }) };
  return (
    <Modal
      open
      title={title}
      okText={t('projects.dates.save')}
      okButtonProps={{ loading: act.busy }}
      cancelText={t('kit.cancel')}
      onOk={form.submit}
      onCancel={onClose}
    >
      <RefusalAlert refusal={act.refusal} />
      <Form<Fields> form={form} name="date" layout="vertical" initialValues={initial} onFinish={act.run}>
        <PartialDateField name="happenedOn" label={t('projects.dates.on', words)} required={!standing} />
        {event === 'started' && (
          <Form.Item
            name="kind"
            label={t('projects.startKind')}
            rules={[{ required: true, message: t('kit.required', { label: t('projects.startKind') }) }]}
          >
            <Select options={startKinds.map((value) => ({ value, label: t(`projects.startKind.${value}`) }))} />
          </Form.Item>
        )}
        {standing && (
          <Form.Item
            name="reason"
            label={t('kit.reason')}
            extra={t('projects.dates.change.note')}
            rules={[{ required: true, whitespace: true, message: t('kit.reason.required') }]}
          >
            <Input.TextArea rows={2} maxLength={1000} />
          </Form.Item>
        )}
        <Form.Item label={t('evidence.title')}>
          {file && <p>{file.name}</p>}
          <EvidencePicker onPick={setFile} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
