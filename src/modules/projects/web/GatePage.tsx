import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { evidenceKinds } from '../../evidence/domain/file.ts';
import { type GateRow, gateFields, type PermitChoice, suggestedPermits } from '../domain/gate.ts';
import type { GateShortfall, GateVersions } from '../domain/gate-view.ts';
import { type Stage, stages } from '../domain/stage.ts';
import { projects } from './client.ts';
import { labelOf } from './FieldItem.tsx';
import { useToday } from './use-today.ts';
import './projects.css';

/** What every stage asks for: changed as a draft, looked at for whom it would find short, then published from a day on. */
export function GatePage() {
  const t = useText();
  const query = useQuery({ queryKey: ['gate'], queryFn: () => projects.gate({}) });
  return (
    <>
      <PageHeader title={t('projects.gate.title')} note={t('projects.gate.note')} />
      <Loaded query={query}>{(gate) => <Draft key={gate.version} gate={gate} />}</Loaded>
    </>
  );
}

function Draft({ gate }: { gate: GateVersions }) {
  const t = useText();
  const today = useToday();
  const [rows, setRows] = useState(gate.rows);
  const [from, setFrom] = useState(today);
  const [short, setShort] = useState<GateShortfall | null>(null);
  const change = (next: GateRow[]) => {
    setRows(next);
    setShort(null);
  };
  const body = { rows, effectiveFrom: from, insteadOf: gate.version };
  const preview = useCommand({ run: () => projects.previewGate({ body }), after: setShort, refusals: 'alert', stale: [] });
  const publish = useCommand({ run: () => projects.publishGate({ body }), done: t('projects.gate.published'), refusals: 'alert' });
  const isSame = JSON.stringify(rows) === JSON.stringify(gate.rows);
  return (
    <div className="gate-page">
      <p className="hint">
        {gate.version === null ? t('projects.gate.shipped') : t('projects.gate.version', { n: gate.version })}{' '}
        {gate.versions.map((v) => t('projects.gate.versions', { n: v.version, on: v.effectiveFrom })).join(' · ')}
      </p>
      <RefusalAlert refusal={preview.refusal ?? publish.refusal} />
      {stages.map((stage) => (
        <StageRows key={stage} stage={stage} rows={rows} onRemove={(row) => change(rows.filter((r) => r !== row))} />
      ))}
      <AddRow from={from} permits={gate.permits} onAdd={(row) => change([...rows, row])} />
      <Suggested rows={rows} permits={gate.permits} onAdd={(more) => change([...rows, ...more(from)])} />
      <div className="gate-acts">
        <label>
          {t('projects.gate.from')} <Input type="date" min={today} value={from} onChange={(e) => setFrom(e.target.value)} />
        </label>
        <Button disabled={isSame} loading={preview.busy} onClick={() => preview.run(undefined)}>
          {t('projects.gate.preview')}
        </Button>
        <Button type="primary" disabled={short === null} loading={publish.busy} onClick={() => publish.run(undefined)}>
          {t('projects.gate.publish')}
        </Button>
      </div>
      {short && <Shortfall short={short} />}
    </div>
  );
}

type SuggestedProps = { rows: readonly GateRow[]; permits: readonly PermitChoice[]; onAdd: (more: (from: string) => GateRow[]) => void };
/** The approvals that districts commonly ask for, added in one press where the gate does not name them. */
function Suggested({ rows, permits, onAdd }: SuggestedProps) {
  const t = useText();
  const lacking = suggestedPermits.filter(
    ({ stage, permit: { key } }) =>
      permits.some((p) => p.key === key) && !rows.some((row) => row.stage === stage && 'permit' in row && row.permit.key === key),
  );
  if (lacking.length === 0) return null;
  const names = lacking.map(({ stage, permit }) =>
    t('projects.gate.suggested', { stage: t(`projects.stage.${stage}`), name: permit.name }),
  );
  return (
    <p className="hint">
      {t('projects.gate.suggest.note', { names: names.join(t('shell.comma')) })}{' '}
      <Button
        size="small"
        onClick={() => onAdd((effectiveFrom) => lacking.map(({ stage, permit }) => ({ stage, fact: 'permit', permit, effectiveFrom })))}
      >
        {t('projects.gate.suggest')}
      </Button>
    </p>
  );
}

type StageProps = { stage: Stage; rows: readonly GateRow[]; onRemove: (row: GateRow) => void };
function StageRows({ stage, rows, onRemove }: StageProps) {
  const t = useText();
  const own = rows.filter((row) => row.stage === stage);
  if (own.length === 0) return null;
  return (
    <section>
      <h3>{t('projects.gate.into', { stage: t(`projects.stage.${stage}`) })}</h3>
      <ul>
        {own.map((row) => (
          <li key={JSON.stringify(row)}>
            {wordsOf(t, row)} <small>{t('projects.gate.since', { on: row.effectiveFrom })}</small>
            <Button
              size="small"
              type="link"
              danger
              aria-label={`${t('projects.gate.remove')} ${wordsOf(t, row)}`}
              onClick={() => onRemove(row)}
            >
              {t('projects.gate.remove')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function wordsOf(t: Text, row: GateRow): string {
  if ('field' in row) return labelOf(t, row.field);
  if ('verifiedBy' in row) return t('projects.gate.second', { roles: row.verifiedBy.map((r) => t(`role.${r}`)).join(t('projects.or')) });
  if (row.fact === 'permit') return t('projects.gate.permit', { name: row.permit.name });
  if (row.fact !== 'evidence') return t(`field.${row.fact}`);
  const kinds = row.anyOf.map((k) => t(`evidence.kind.${k}`)).join(t('projects.or'));
  return t(row.mustBeScanned ? 'projects.gate.evidence.scanned' : 'projects.need.evidence', { kinds });
}

type Added = { stage: Stage; what: string; kinds?: string[]; mustBeScanned?: boolean; permit?: string };
type AddProps = { from: string; permits: readonly PermitChoice[]; onAdd: (row: GateRow) => void };
function AddRow({ from, permits, onAdd }: AddProps) {
  const t = useText();
  const [form] = Form.useForm<Added>();
  const what = Form.useWatch('what', form);
  const add = ({ stage, what: asked, kinds = [], mustBeScanned = false, permit: key }: Added) => {
    const common = { stage, effectiveFrom: from };
    const permit = permits.find((p) => p.key === key);
    if (asked === 'permit' && permit) onAdd({ ...common, fact: 'permit', permit });
    else if (asked === 'evidence') onAdd({ ...common, fact: 'evidence', anyOf: kinds, ...(mustBeScanned && { mustBeScanned }) });
    else if (asked === 'nationalCode' || asked === 'investmentAgreement') onAdd({ ...common, fact: asked });
    else onAdd({ ...common, field: asked as (typeof gateFields)[number] });
    form.resetFields();
  };
  const facts = ['evidence', 'permit', 'nationalCode', 'investmentAgreement'].map((value) => ({ value, label: t(`field.${value}`) }));
  const required = (label: string) => [{ required: true, message: t('kit.required', { label }) }];
  return (
    <Form<Added> form={form} name="gate" layout="inline" onFinish={add} className="gate-add">
      <Form.Item name="stage" label={t('field.stage')} rules={required(t('field.stage'))}>
        <Select style={{ width: 110 }} options={stages.map((value) => ({ value, label: t(`projects.stage.${value}`) }))} />
      </Form.Item>
      <Form.Item name="what" label={t('projects.gate.what')} rules={required(t('projects.gate.what'))}>
        <Select
          style={{ width: 180 }}
          showSearch={{ optionFilterProp: 'label' }}
          options={[...facts, ...gateFields.map((value) => ({ value, label: labelOf(t, value) }))]}
        />
      </Form.Item>
      {what === 'evidence' && (
        <>
          <Form.Item name="kinds" label={t('projects.gate.kinds')} rules={required(t('projects.gate.kinds'))}>
            <Select
              mode="multiple"
              style={{ minWidth: 220 }}
              options={evidenceKinds.map((value) => ({ value, label: t(`evidence.kind.${value}`) }))}
            />
          </Form.Item>
          <Form.Item name="mustBeScanned" valuePropName="checked">
            <Checkbox>{t('projects.gate.mustBeScanned')}</Checkbox>
          </Form.Item>
        </>
      )}
      {what === 'permit' && (
        <Form.Item
          name="permit"
          label={t('projects.gate.which')}
          rules={required(t('projects.gate.which'))}
          extra={t('projects.gate.permit.note')}
        >
          <Select
            style={{ minWidth: 220 }}
            showSearch={{ optionFilterProp: 'label' }}
            options={permits.map(({ key, name }) => ({ value: key, label: name }))}
          />
        </Form.Item>
      )}
      <Button htmlType="submit">{t('projects.gate.add')}</Button>
    </Form>
  );
}

/** Who would be short of what is asked anew. */
function Shortfall({ short }: { short: GateShortfall }) {
  const t = useText();
  return (
    <section aria-label={t('projects.gate.preview')}>
      {short.asked.length === 0 && <p className="hint">{t('projects.gate.nothing')}</p>}
      {short.asked.map(({ row, count, items }) => (
        <div key={JSON.stringify(row)}>
          <h3>{t('projects.gate.short', { what: wordsOf(t, row), stage: t(`projects.stage.${row.stage}`), n: count })}</h3>
          <ul>
            {items.map((p) => (
              <li key={p.id}>
                <Link to={`/projects/${p.id}`}>{p.name}</Link> <small>{`${p.code} · ${t(`projects.stage.${p.stage}`)}`}</small>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
