import { Form, Input, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { addressOf, upload } from '../../../web/api.ts';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { evidenceContract } from '../../evidence/contract.ts';
import { EvidencePicker } from '../../evidence/web/EvidencePicker.tsx';
import type { NodeView } from '../domain/plan-view.ts';
import { milestones } from './client.ts';

type Kind = 'started' | 'finished';
type Fields = { happenedOn: string; reason?: string; remark?: string };
type Props = { projectId: string; node: NodeView; today: string; mayRecord: boolean; onClose: () => void };

const orNull = (text: string | undefined) => text?.trim() || null;

/** When a node began or was finished, with its papers, and what was said before. */
export function ActualDialog({ projectId, node, today, mayRecord, onClose }: Props) {
  const t = useText();
  const [form] = Form.useForm<Fields>();
  const [kind, setKind] = useState<Kind>(node.startedOn || node.days === 0 ? 'finished' : 'started');
  const [file, setFile] = useState<File | null>(null);
  const held = node.entries.findLast((e) => e.kind === kind) ?? null;
  const writes = mayRecord && !node.isOfRecord;
  const act = useCommand({
    run: async ({ happenedOn, reason, remark }: Fields) => {
      const sent = file ? await upload(evidenceContract.upload, {}, file, () => {}) : null;
      const body = {
        key: node.key,
        kind,
        happenedOn: happenedOn || null,
        insteadOf: held?.id ?? null,
        reason: orNull(reason),
        remark: orNull(remark),
        uploadIds: sent ? [sent.uploadId] : [],
      };
      return milestones.recordActual({ params: { id: projectId }, body });
    },
    done: t('milestones.recorded'),
    after: onClose,
    refusals: 'alert',
  });
  return (
    <Modal
      open
      title={t('milestones.record.of', { name: node.name })}
      okText={t('milestones.save')}
      okButtonProps={{ loading: act.busy, style: writes ? {} : { display: 'none' } }}
      cancelText={t(writes ? 'kit.cancel' : 'kit.close')}
      onOk={form.submit}
      onCancel={onClose}
    >
      <RefusalAlert refusal={act.refusal} />
      {node.isOfRecord && (
        <p className="hint">
          {t('milestones.ofRecord')} <Link to={`/projects/${projectId}?tab=dates`}>{t('projects.tab.dates')}</Link>
        </p>
      )}
      {writes && (
        <Form<Fields> form={form} name="actual" layout="vertical" initialValues={{ happenedOn: today }} onFinish={act.run}>
          <ActualFields kind={kind} onKind={setKind} held={held} today={today} />
          <Form.Item label={t('evidence.title')}>
            {file && <p>{file.name}</p>}
            <EvidencePicker onPick={setFile} />
          </Form.Item>
        </Form>
      )}
      <Entries node={node} />
    </Modal>
  );
}

type FieldsProps = { kind: Kind; onKind: (kind: Kind) => void; held: NodeView['entries'][number] | null; today: string };
function ActualFields({ kind, onKind, held, today }: FieldsProps) {
  const t = useText();
  return (
    <>
      <Form.Item label={t('milestones.what')}>
        <Segmented
          value={kind}
          onChange={onKind}
          options={(['started', 'finished'] as const).map((value) => ({ value, label: t(`milestones.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="happenedOn" label={t('milestones.on')} extra={held ? t('milestones.on.empty') : undefined}>
        <Input type="date" max={today} />
      </Form.Item>
      {held?.happenedOn && (
        <Form.Item
          name="reason"
          label={t('kit.reason')}
          extra={t('milestones.reason.note', { on: held.happenedOn })}
          rules={[{ required: true, whitespace: true, message: t('kit.reason.required') }]}
        >
          <Input maxLength={500} />
        </Form.Item>
      )}
      <Form.Item name="remark" label={t('field.remark')}>
        <Input maxLength={500} />
      </Form.Item>
    </>
  );
}

/** Everything that was said of the node, the last first. */
function Entries({ node }: { node: NodeView }) {
  const t = useText();
  if (node.entries.length === 0) return null;
  return (
    <ul className="node-entries">
      {node.entries.toReversed().map((e) => (
        <li key={e.id}>
          {t(`milestones.${e.kind}`)} {e.happenedOn ?? t('milestones.takenBack')}{' '}
          <small>{t('milestones.by', { who: e.recordedByName, date: e.recordedAt.slice(0, 10) })}</small>{' '}
          {[e.reason, e.remark].filter(Boolean).join(t('projects.semicolon'))}
          {e.evidence.map(({ id, name }) => (
            <a key={id} href={addressOf(evidenceContract.download, { params: { id } })}>
              {` ${name}`}
            </a>
          ))}
        </li>
      ))}
    </ul>
  );
}
