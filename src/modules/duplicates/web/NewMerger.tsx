import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, InputNumber, Radio, Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { Money } from '../../../web/kit/Money.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useMe } from '../../../web/session.ts';
import { useText } from '../../../web/text.ts';
import { EnterprisePicker } from '../../enterprises/web/EnterprisePicker.tsx';
import { projects } from '../../projects/web/client.ts';
import '../../projects/web/projects.css';
import { ValueText } from '../../projects/web/ValueText.tsx';
import type { MergerChoices, MergerPreview } from '../contract.ts';
import { duplicates } from './client.ts';

type Fields = {
  reason: string;
  fields?: Record<string, 'into' | 'from'>;
  stage?: 'into' | 'from';
  stageReason?: string;
  leave?: string[];
  leaveReason?: string;
  shares?: Record<string, number | null>;
  certificate?: string;
};

/** Merging two records: which remains, what would move, what to choose, what the sums would be. Nothing is written before the button. */
export function NewMerger() {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const subject = search.get('subject') === 'enterprise' ? 'enterprise' : 'project';
  const [fromId, intoId] = [search.get('from') ?? '', search.get('into') ?? ''];
  const put = (values: Record<string, string>) =>
    setSearch((now) => (Object.entries(values).forEach(([k, v]) => now.set(k, v)), now), { replace: true });
  return (
    <>
      <PageHeader title={t('mergers.new')} trail={[[t('duplicates.menu'), '/duplicates']]} note={t('mergers.new.note')} />
      <div className="sheet-page">
        {intoId === '' && <Into subject={subject} onChoose={(into) => put({ into })} />}
        {intoId !== '' && (
          <>
            <Button size="small" onClick={() => put({ from: intoId, into: fromId })}>
              {t('mergers.swap')}
            </Button>
            <Previewed key={`${fromId} ${intoId}`} subject={subject} fromId={fromId} intoId={intoId} />
          </>
        )}
      </div>
    </>
  );
}

function Into({ subject, onChoose }: { subject: 'project' | 'enterprise'; onChoose: (id: string) => void }) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim());
  const { data } = useQuery({
    queryKey: ['merge-options', q],
    queryFn: () => projects.list({ query: { size: 20, side: 'none', ...(q && { q }) } }),
    enabled: subject === 'project',
  });
  return (
    <label>
      {t('mergers.into.choose')}
      {subject === 'enterprise' ? (
        <EnterprisePicker onChange={(id) => id && onChoose(id)} />
      ) : (
        <Select
          className="pick"
          aria-label={t('mergers.into.choose')}
          showSearch={{ filterOption: false, onSearch: setTyped }}
          options={(data?.items ?? []).map((p) => ({ value: p.id, label: `${p.code} ${p.name}` }))}
          onChange={onChoose}
        />
      )}
    </label>
  );
}

type Pair = { subject: 'project' | 'enterprise'; fromId: string; intoId: string };
function Previewed(pair: Pair) {
  const query = useQuery({ queryKey: ['merger-preview', pair], queryFn: () => duplicates.previewMerger({ body: pair }) });
  return <Loaded query={query}>{(preview) => <Choosing pair={pair} preview={preview} />}</Loaded>;
}

function choicesOf({ fields, stage, stageReason, leave, leaveReason, shares, certificate }: Fields): MergerChoices {
  const given = Object.entries(shares ?? {}).flatMap(([unitId, percent]) =>
    percent ? [{ unitId, basisPoints: Math.round(percent * 100) }] : [],
  );
  return {
    fields: Object.fromEntries(Object.entries(fields ?? {}).filter(([, v]) => v)),
    stage: stage ?? null,
    stageReason: stageReason?.trim() || null,
    leave: leave ?? [],
    leaveReason: leaveReason?.trim() || null,
    shares: given,
    certificate: certificate?.trim() || null,
  };
}

function Choosing({ pair, preview: p }: { pair: Pair; preview: MergerPreview }) {
  const t = useText();
  const navigate = useNavigate();
  const [form] = Form.useForm<Fields>();
  const leave = Form.useWatch('leave', form) ?? [];
  const ask = useCommand({
    run: ({ reason, ...fields }: Fields) => duplicates.askMerger({ body: { ...pair, reason, choices: choicesOf({ reason, ...fields }) } }),
    done: ({ status }) => t(`mergers.status.${status}`),
    refusals: 'alert',
    after: () => void navigate('/mergers'),
  });
  return (
    <Form<Fields> form={form} name="merger" layout="vertical" onFinish={() => ask.run(form.getFieldsValue(true) as Fields)}>
      <h2>
        {p.from.code} {p.from.name} → {p.into.code} {p.into.name}
      </h2>
      <p>
        {p.from.unitId === p.into.unitId ? p.into.unitName : t('mergers.units', { from: p.from.unitName, into: p.into.unitName })}{' '}
        {p.owners.length > 0 && t('mergers.owners', { units: p.owners.map((o) => o.unitName).join(t('shell.comma')) })}
      </p>
      <h3>{t('mergers.relations')}</h3>
      <ul>
        {p.relations.map((r) => (
          <li key={r.relation}>
            {t(`mergers.relation.${r.relation}`)} {t(`mergers.decision.${r.decision}`, { n: r.count })}
          </li>
        ))}
      </ul>
      {p.sums && <Sums preview={p} leave={leave} />}
      {p.fields.length > 0 && <h3>{t('mergers.fields')}</h3>}
      {p.fields.map((f) => (
        <Form.Item key={f.field} name={['fields', f.field]} label={t(`field.${f.field}`)} initialValue={f.isConflict ? 'into' : 'from'}>
          <Radio.Group>
            <Radio value="into">
              <ValueText field={f.field} value={f.into} />
            </Radio>
            <Radio value="from">
              <ValueText field={f.field} value={f.from} />
            </Radio>
          </Radio.Group>
        </Form.Item>
      ))}
      {p.stage?.outcome === 'behind' && <StageChoice stage={p.stage} />}
      {p.doubles.length > 0 && <Doubles preview={p} isLeaving={leave.length > 0} />}
      {p.subject === 'project' && p.owners.length > 0 && <Shares preview={p} />}
      <Form.Item name="reason" label={t('kit.reason')} rules={[{ required: true, whitespace: true, message: t('kit.reason.required') }]}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      <RefusalAlert refusal={ask.refusal} />
      <Button type="primary" htmlType="submit" loading={ask.busy}>
        {t(p.owners.length ? 'mergers.ask' : 'mergers.do')}
      </Button>
    </Form>
  );
}

/** Agreed, arrived and invested of both together, before and after what is chosen. */
function Sums({ preview: { sums, doubles, subject }, leave }: { preview: MergerPreview; leave: readonly string[] }) {
  const t = useText();
  const { before } = sums!;
  const lost = (ledger: string) =>
    doubles
      .filter(({ entry: e }) => e.ledger === ledger && leave.includes(e.id) && e.kind !== 'framework' && e.kind !== 'resigning')
      .reduce((sum, { entry }) => sum + entry.fen, 0);
  const lines = [
    ['projects.agreed', before.agreedFen, lost('agreement')],
    ['projects.arrived', before.arrivedFen, lost('arrival')],
    ['projects.invested', before.investedFen, lost('investment')],
  ] as const;
  return (
    <>
      <h3>{t('mergers.sums')}</h3>
      <ul>
        {lines.map(([label, fen, less]) => (
          <li key={label}>
            {t(label)} <Money fen={fen} /> → <Money fen={fen - less} />
          </li>
        ))}
        <li>{t('mergers.sums.projects', { before: before.projects, after: subject === 'project' ? 1 : before.projects })}</li>
      </ul>
    </>
  );
}

function StageChoice({ stage }: { stage: NonNullable<MergerPreview['stage']> }) {
  const t = useText();
  const form = Form.useFormInstance<Fields>();
  const choice = Form.useWatch('stage', form);
  return (
    <>
      <Form.Item name="stage" label={t('mergers.stage')} rules={[{ required: true, message: t('mergers.stage.required') }]}>
        <Radio.Group>
          <Radio value="from">{t('mergers.stage.from', { stage: t(`projects.stage.${stage.from}`) })}</Radio>
          <Radio value="into">{t('mergers.stage.into', { stage: t(`projects.stage.${stage.into}`) })}</Radio>
        </Radio.Group>
      </Form.Item>
      {choice === 'into' && (
        <Form.Item
          name="stageReason"
          label={t('mergers.stageReason')}
          rules={[{ required: true, whitespace: true, message: t('kit.reason.required') }]}
        >
          <Input maxLength={500} />
        </Form.Item>
      )}
    </>
  );
}

function Doubles({ preview: { doubles }, isLeaving }: { preview: MergerPreview; isLeaving: boolean }) {
  const t = useText();
  return (
    <>
      <Form.Item name="leave" label={t('mergers.doubles')} extra={t('mergers.doubles.hint')}>
        <Checkbox.Group>
          {doubles.map(({ entry: e }) => (
            <Checkbox key={e.id} value={e.id}>
              {t(`funds.tab.${e.ledger}`)} {e.on} <Money fen={e.fen} /> {e.voucherNo}
            </Checkbox>
          ))}
        </Checkbox.Group>
      </Form.Item>
      {isLeaving && (
        <Form.Item
          name="leaveReason"
          label={t('mergers.leaveReason')}
          rules={[{ required: true, whitespace: true, message: t('kit.reason.required') }]}
        >
          <Input maxLength={500} />
        </Form.Item>
      )}
    </>
  );
}

/** One project brought in by two units: how it is shared, by which paper. */
function Shares({ preview: { owners } }: { preview: MergerPreview }) {
  const t = useText();
  return (
    <>
      <h3>{t('mergers.shares')}</h3>
      {owners.map((o) => (
        <Form.Item key={o.unitId} name={['shares', o.unitId]} label={o.unitName}>
          <InputNumber min={0} max={100} precision={2} suffix="%" />
        </Form.Item>
      ))}
      <Form.Item name="certificate" label={t('mergers.certificate')}>
        <Input maxLength={200} />
      </Form.Item>
    </>
  );
}

/** On the page of an enterprise, for the promotion bureau. */
export function MergeEnterpriseButton({ enterpriseId }: { enterpriseId: string }) {
  const t = useText();
  const { roles } = useMe();
  const navigate = useNavigate();
  if (!roles.includes('promotion_admin')) return null;
  return <Button onClick={() => void navigate(`/mergers/new?subject=enterprise&from=${enterpriseId}`)}>{t('mergers.enterprise')}</Button>;
}
