import { Form, Input } from 'antd';
import { AmountField, PartialDateField } from '../../../web/kit/fields.tsx';
import { Money } from '../../../web/kit/Money.tsx';
import { useText } from '../../../web/text.ts';
import type { Investment } from '../contract.ts';
import { sumOfParts } from '../domain/investment-check.ts';
import { funds } from './client.ts';
import { orNull } from './entry-form.ts';
import { EntryDialog, type More } from './EntryDialog.tsx';

const parts = ['civilFen', 'installationFen', 'equipmentFen', 'otherFen'] as const;
type Parts = Record<(typeof parts)[number], number | null | undefined>;
type Fields = Parts & { month: string; remark: string | null };
type Props = { projectId: string; /** The entry to correct. */ entry: Investment | null; onClose: () => void };

const known = (p: Partial<Parts>) => Object.fromEntries(parts.map((k) => [k, p[k] ?? 0])) as Record<(typeof parts)[number], number>;

/** Records the investment done in a month by its parts, or a month recorded wrongly anew. */
export function InvestmentDialog({ projectId, entry, onClose }: Props) {
  const send = (f: Fields, { reason, acknowledged }: More) => {
    const body = { month: f.month, ...known(f), amountFen: sumOfParts(known(f)), remark: orNull(f.remark), acknowledged };
    if (!entry) return funds.recordInvestment({ params: { id: projectId }, body });
    return funds.correctInvestment({ params: { id: projectId, entryId: entry.id }, body: { reason, entry: body } });
  };
  return (
    <EntryDialog<Fields>
      ledger="investment"
      projectId={projectId}
      isCorrection={entry !== null}
      initial={entry ?? {}}
      send={send}
      onClose={onClose}
    >
      <InvestmentFields />
    </EntryDialog>
  );
}

function InvestmentFields() {
  const t = useText();
  const form = Form.useFormInstance<Fields>();
  const written = Form.useWatch([], form) as Partial<Fields> | undefined;
  const sum = sumOfParts(known(written ?? {}));
  return (
    <>
      <PartialDateField name="month" label={t('funds.month')} required extra={t('funds.month.hint')} />
      <output className="entry-sum">
        {t('funds.monthDone')} {Number.isNaN(sum) ? t('kit.none') : <Money fen={sum} />}
      </output>
      {parts.map((part) => (
        <AmountField key={part} name={part} label={t(`funds.${part}`)} />
      ))}
      <Form.Item name="remark" label={t('field.remark')} className="wide-field">
        <Input maxLength={1000} />
      </Form.Item>
    </>
  );
}
