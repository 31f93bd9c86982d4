import { Form, Input, Select } from 'antd';
import { AmountField, PartialDateField } from '../../../web/kit/fields.tsx';
import { useText } from '../../../web/text.ts';
import { useWords } from '../../projects/web/names.ts';
import type { Arrival } from '../contract.ts';
import { type ArrivalKind, arrivalKinds } from '../domain/entry.ts';
import { funds } from './client.ts';
import { orNull, sentMinor, type TermsForm, termsOf, typedMinor } from './entry-form.ts';
import { EntryDialog, type More } from './EntryDialog.tsx';
import { TermsFields } from './TermsFields.tsx';

type Fields = TermsForm & {
  arrivedOn: string;
  amount: number;
  kind: ArrivalKind;
  payer: string | null;
  payerRegion: string | null;
  payerDivision: string | null;
  voucherOn: string | null;
  voucherNo: string | null;
  remark: string | null;
};
type Props = { projectId: string; /** The entry to correct. */ entry: Arrival | null; onClose: () => void };

/** Records money that arrived, or an arrival recorded wrongly anew. */
export function ArrivalDialog({ projectId, entry, onClose }: Props) {
  const send = (f: Fields, { reason, acknowledged }: More) => {
    const body = {
      arrivedOn: f.arrivedOn,
      ...termsOf(f),
      amountMinor: sentMinor(f.amount, f.currency),
      kind: f.kind,
      payer: orNull(f.payer),
      payerRegion: orNull(f.payerRegion),
      payerDivision: orNull(f.payerDivision),
      voucherOn: orNull(f.voucherOn),
      voucherNo: orNull(f.voucherNo),
      remark: orNull(f.remark),
      acknowledged,
    };
    if (!entry) return funds.recordArrival({ params: { id: projectId }, body });
    return funds.correctArrival({ params: { id: projectId, entryId: entry.id }, body: { reason, entry: body } });
  };
  return (
    <EntryDialog<Fields>
      ledger="arrival"
      projectId={projectId}
      isCorrection={entry !== null}
      initial={entry ? { ...entry, amount: typedMinor(entry.amountMinor, entry.currency)! } : { currency: 'CNY' }}
      send={send}
      onClose={onClose}
    >
      <ArrivalFields />
    </EntryDialog>
  );
}

function ArrivalFields() {
  const t = useText();
  const kinds = useWords('arrival_kind');
  const form = Form.useFormInstance<Fields>();
  const currency = Form.useWatch('currency', form) ?? 'CNY';
  const kind = t('funds.arrival.kind');
  return (
    <>
      <PartialDateField name="arrivedOn" label={t('funds.arrivedOn')} required />
      <AmountField key={currency} name="amount" label={t('funds.amount')} required currency={currency} />
      <TermsFields />
      <Form.Item name="kind" label={kind} rules={[{ required: true, message: t('kit.required', { label: kind }) }]}>
        <Select options={arrivalKinds.map((value) => ({ value, label: kinds.of(value) }))} />
      </Form.Item>
      <Form.Item name="voucherNo" label={t('funds.voucherNo')}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <PartialDateField name="voucherOn" label={t('funds.voucherOn')} />
      <Form.Item name="payer" label={t('funds.payer')}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="payerRegion" label={t('funds.payerRegion')}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="payerDivision"
        label={t('funds.payerDivision')}
        rules={[{ pattern: /^\d{6}(\d{3})?$/, message: t('funds.payerDivision.shape') }]}
      >
        <Input maxLength={9} autoComplete="off" placeholder={t('funds.payerDivision.example')} />
      </Form.Item>
      <Form.Item name="remark" label={t('field.remark')} className="wide-field">
        <Input maxLength={1000} />
      </Form.Item>
    </>
  );
}
