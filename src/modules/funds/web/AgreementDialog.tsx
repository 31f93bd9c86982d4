import { Form, Input, Radio } from 'antd';
import { AmountField, PartialDateField } from '../../../web/kit/fields.tsx';
import { useText } from '../../../web/text.ts';
import { useWords } from '../../projects/web/names.ts';
import type { Agreement } from '../contract.ts';
import { type AgreementKind, agreementKinds } from '../domain/entry.ts';
import { funds } from './client.ts';
import { orNull, sentMinor, sentPart, type TermsForm, termsOf, typedMinor } from './entry-form.ts';
import { EntryDialog, type More } from './EntryDialog.tsx';
import { TermsFields } from './TermsFields.tsx';

type Fields = TermsForm & {
  kind: AgreementKind;
  title: string | null;
  signedOn: string;
  party: string | null;
  total: number;
  attracted: number | null;
  fixed: number | null;
  remark: string | null;
};
type Props = {
  projectId: string;
  /** The entry to correct. */ entry: Agreement | null;
  /** When the 投资协议 in force was signed, another than the one corrected; null when there is none. */ signedOn: string | null;
  onClose: () => void;
};

const formOf = (a: Agreement): Partial<Fields> => ({
  ...a,
  total: typedMinor(a.totalMinor, a.currency)!,
  attracted: typedMinor(a.attractedMinor, a.currency),
  fixed: typedMinor(a.fixedMinor, a.currency),
});

/** Records an agreement, or one recorded wrongly anew. */
export function AgreementDialog({ projectId, entry, signedOn, onClose }: Props) {
  const send = (f: Fields, { reason }: More) => {
    const body = {
      kind: f.kind,
      title: orNull(f.title),
      signedOn: f.signedOn,
      party: orNull(f.party),
      ...termsOf(f),
      totalMinor: sentMinor(f.total, f.currency),
      attractedMinor: sentPart(f.attracted, f.currency),
      fixedMinor: sentPart(f.fixed, f.currency),
      remark: orNull(f.remark),
    };
    if (!entry) return funds.recordAgreement({ params: { id: projectId }, body });
    return funds.correctAgreement({ params: { id: projectId, entryId: entry.id }, body: { reason, entry: body } });
  };
  return (
    <EntryDialog<Fields>
      ledger="agreement"
      projectId={projectId}
      isCorrection={entry !== null}
      initial={entry ? formOf(entry) : { kind: 'investment', currency: 'CNY' }}
      send={send}
      onClose={onClose}
    >
      <AgreementFields signedOn={signedOn} />
    </EntryDialog>
  );
}

function AgreementFields({ signedOn }: Pick<Props, 'signedOn'>) {
  const t = useText();
  const kinds = useWords('agreement_kind');
  const form = Form.useFormInstance<Fields>();
  const kind = Form.useWatch('kind', form);
  const currency = Form.useWatch('currency', form) ?? 'CNY';
  const isAgain = kind === 'investment' && signedOn !== null;
  const meaning = kind && (isAgain ? t('funds.agreement.again', { signedOn }) : t(`funds.agreement.kind.${kind}`));
  return (
    <>
      <Form.Item name="kind" label={t('funds.agreement.kind')} extra={meaning} className="wide-field">
        <Radio.Group options={agreementKinds.map((value) => ({ value, label: kinds.of(value) }))} />
      </Form.Item>
      <PartialDateField name="signedOn" label={t('projects.signedOn')} required />
      <Form.Item name="party" label={t('funds.party')}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="title" label={t('funds.title')} className="wide-field">
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <TermsFields />
      <AmountField key={`total ${currency}`} name="total" label={t('funds.total')} required currency={currency} />
      <AmountField key={`attracted ${currency}`} name="attracted" label={t('projects.attracted')} currency={currency} />
      <AmountField key={`fixed ${currency}`} name="fixed" label={t('projects.fixed')} currency={currency} />
      <Form.Item name="remark" label={t('field.remark')} className="wide-field">
        <Input maxLength={1000} />
      </Form.Item>
    </>
  );
}
