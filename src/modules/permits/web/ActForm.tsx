import { Button, Form, Input, InputNumber, Segmented, Select } from 'antd';
import { useState } from 'react';
import { upload } from '../../../web/api.ts';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { evidenceContract } from '../../evidence/contract.ts';
import { EvidencePicker } from '../../evidence/web/EvidencePicker.tsx';
import type { AcceptMode, ActKind } from '../domain/act.ts';
import { stopCauses } from '../domain/clock.ts';
import type { PermitView } from '../domain/permit-view.ts';
import { actOf, type ActFields } from './act-of.ts';
import { permits } from './client.ts';

type Props = { projectId: string; permit: PermitView; kind: ActKind; today: string; onKind: (kind: ActKind) => void };
/** What is entered next of an approval: the act, its day, what the act asks for, and its papers. */
export function ActForm({ projectId, permit, kind, today, onKind }: Props) {
  const t = useText();
  const [form] = Form.useForm<ActFields>();
  const [mode, setMode] = useState<AcceptMode>('full');
  const [file, setFile] = useState<File | null>(null);
  const act = useCommand({
    run: async (fields: ActFields) => {
      const sent = file ? await upload(evidenceContract.upload, {}, file, () => {}) : null;
      const body = { act: actOf(kind, mode, fields), last: permit.last, uploadIds: sent ? [sent.uploadId] : [] };
      return permits.act({ params: { id: projectId, permitId: permit.id }, body });
    },
    done: t('permits.recorded'),
    refusals: 'alert',
  });
  const needsPromise = kind === 'accepted' && mode !== 'full';
  return (
    <Form<ActFields>
      form={form}
      name="permit-act"
      layout="vertical"
      initialValues={{ on: today, months: permit.extensionMonths || 1, missing: kind === 'filled' ? permit.gaps : [] }}
      onFinish={act.run}
    >
      <RefusalAlert refusal={act.refusal} />
      <Form.Item label={t('permits.act')}>
        <Select<ActKind>
          aria-label={t('permits.act')}
          value={kind}
          onChange={onKind}
          options={permit.can.acts.map((value) => ({ value, label: t(`permits.act.${value}`) }))}
        />
      </Form.Item>
      <p className="hint">{t(`permits.act.${kind}.note`)}</p>
      <Form.Item name="on" label={t('permits.on')} rules={[{ required: true, message: t('permits.on.required') }]}>
        <Input type="date" max={today} />
      </Form.Item>
      {kind === 'accepted' && <ModeChoice permit={permit} mode={mode} onMode={setMode} />}
      <ActDetails kind={kind} mode={mode} />
      {(kind === 'granted' || kind === 'reviewed' || kind === 'declined' || needsPromise) && (
        <Form.Item label={t(needsPromise ? 'permits.promise.file' : 'evidence.title')} required={needsPromise}>
          {file && <p>{file.name}</p>}
          <EvidencePicker onPick={setFile} />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" loading={act.busy}>
        {t('permits.record')}
      </Button>
    </Form>
  );
}

type ModeProps = { permit: PermitView; mode: AcceptMode; onMode: (mode: AcceptMode) => void };
function ModeChoice({ permit, mode, onMode }: ModeProps) {
  const t = useText();
  const modes: AcceptMode[] = [
    'full',
    ...(permit.mayLack ? (['lacking'] as const) : []),
    ...(permit.mayPromise ? (['promise'] as const) : []),
  ];
  if (modes.length === 1) return null;
  return (
    <Form.Item label={t('permits.mode')}>
      <Segmented value={mode} onChange={onMode} options={modes.map((value) => ({ value, label: t(`permits.mode.${value}`) }))} />
    </Form.Item>
  );
}

const withReason: readonly ActKind[] = ['stopped', 'declined', 'extended', 'dropped', 'revived', 'taken_back'];
/** What each act asks for beyond its day. */
function ActDetails({ kind, mode }: { kind: ActKind; mode: AcceptMode }) {
  const t = useText();
  const isLacking = kind === 'accepted' && mode === 'lacking';
  const required = (message: string) => [{ required: true, message }];
  return (
    <>
      {(kind === 'told' || kind === 'filled' || isLacking) && (
        <Form.Item
          name="missing"
          label={t('permits.missing')}
          extra={t('permits.missing.note')}
          rules={required(t('permits.missing.required'))}
        >
          <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={['；', ';', '、', '\n']} />
        </Form.Item>
      )}
      {isLacking && (
        <Form.Item name="until" label={t('permits.until')} rules={required(t('permits.on.required'))}>
          <Input type="date" />
        </Form.Item>
      )}
      {kind === 'stopped' && (
        <Form.Item name="cause" label={t('permits.cause')} rules={required(t('permits.cause.required'))}>
          <Select options={stopCauses.map((value) => ({ value, label: t(`permits.cause.${value}`) }))} />
        </Form.Item>
      )}
      {kind === 'extended' && (
        <Form.Item name="months" label={t('permits.extend.months')}>
          <InputNumber min={1} max={60} precision={0} />
        </Form.Item>
      )}
      {(kind === 'granted' || kind === 'reviewed') && (
        <Form.Item name="number" label={t('permits.number')}>
          <Input maxLength={60} />
        </Form.Item>
      )}
      <Form.Item
        name="words"
        label={t(withReason.includes(kind) ? 'kit.reason' : 'field.remark')}
        rules={withReason.includes(kind) ? [{ required: true, whitespace: true, message: t('kit.reason.required') }] : []}
      >
        <Input maxLength={500} />
      </Form.Item>
    </>
  );
}
