import { Button, Form, Input, Popconfirm } from 'antd';
import { Refusal } from '../../../kernel/refusal.ts';
import { DraftNotice, useDraft, WithDraft } from '../../../web/kit/Draft.tsx';
import type { Stored } from '../../../web/kit/draft-store.ts';
import { AmountField } from '../../../web/kit/fields.tsx';
import { Money } from '../../../web/kit/Money.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { sumOfParts } from '../../funds/domain/investment-check.ts';
import type { ReportForm as Known } from '../contract.ts';
import { noMoney, parts, totalsOf } from '../domain/report.ts';
import { progress } from './client.ts';

const amounts = [...parts, 'oldBuildingFen', 'landFen'] as const;
type Amounts = Partial<Record<(typeof amounts)[number], number | null>>;
type Fields = Amounts & { summary?: string; problems?: string; reason?: string };
type Props = { id: string; form: Known };

/** The report of a month: one sentence, what was invested, and what stands in the way; a draft is kept while it is written. */
export function ReportForm({ id, form }: Props) {
  return <WithDraft form={`report.${id}.${form.month}`}>{(stored) => <Fields id={id} form={form} stored={stored} />}</WithDraft>;
}

const known = (f: Amounts) => Object.fromEntries(amounts.map((k) => [k, f[k] ?? 0])) as typeof noMoney;
/** What the last report said, or what the ledger holds of the month already. */
function prefilled({ reports, ledger }: Known): Fields {
  const [last] = reports;
  // What is nothing is left to be written, in the unit that people write in.
  const written = (f: Amounts): Amounts => Object.fromEntries(amounts.map((k) => [k, f[k] || null]));
  if (!last) return written(ledger.typed);
  const { summary, problems, reason } = last;
  return { ...written(last), summary: summary ?? '', problems: problems ?? '', reason: reason ?? '' };
}

function Fields({ id, form: about, stored }: Props & { stored: Stored<Record<string, unknown>> | null }) {
  const t = useText();
  const [form] = Form.useForm<Fields>();
  const draft = useDraft(`report.${id}.${about.month}`, form, stored);
  const supersedes = about.reports[0]?.id ?? null;
  const sent = { done: t('progress.sent'), after: () => draft.drop(), refusals: 'alert' } as const;
  const submit = useCommand({
    run: ({ summary, problems, reason, ...money }: Fields) =>
      progress.submit({
        params: { id },
        body: {
          month: about.month,
          summary: summary ?? '',
          problems: problems || null,
          reason: reason || null,
          ...known(money),
          supersedes,
        },
      }),
    ...sent,
  });
  const unchanged = useCommand({
    run: () => progress.submit({ params: { id }, body: { month: about.month, isUnchanged: true, supersedes } }),
    ...sent,
  });
  const written = Form.useWatch([], form) as Fields | undefined;
  const refusal = submit.refusal ?? unchanged.refusal;
  const asksReason = (refusal instanceof Refusal && refusal.code === 'report.needs_reason') || Boolean(written?.reason);
  return (
    <Form<Fields>
      form={form}
      name="report"
      layout="vertical"
      className="report-form"
      initialValues={prefilled(about)}
      onValuesChange={draft.save}
      onFinish={() => submit.run(form.getFieldsValue(true) as Fields)}
      scrollToFirstError={{ focus: true }}
    >
      <DraftNotice draft={draft} />
      <RefusalAlert refusal={refusal} />
      <Form.Item
        name="summary"
        label={t('progress.summary')}
        extra={t('progress.summary.hint')}
        rules={[{ required: true, whitespace: true, message: t('kit.required', { label: t('progress.summary') }) }]}
      >
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1000} />
      </Form.Item>
      <fieldset>
        <legend>{t('progress.money')}</legend>
        {parts.map((part) => (
          <AmountField key={part} name={part} label={t(`funds.${part}`)} />
        ))}
        <AmountField name="oldBuildingFen" label={t('field.oldBuildingFen')} />
        <AmountField name="landFen" label={t('field.landFen')} />
      </fieldset>
      <Sums form={about} written={written ?? {}} />
      {asksReason && (
        <Form.Item name="reason" label={t('progress.reason')}>
          <Input maxLength={500} />
        </Form.Item>
      )}
      <Form.Item name="problems" label={t('progress.problems')} extra={t('progress.problems.hint')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2000} />
      </Form.Item>
      <div className="report-submit">
        <Popconfirm
          title={t('progress.unchanged.one', { month: about.month })}
          okText={t('progress.unchanged')}
          cancelText={t('kit.cancel')}
          onConfirm={() => unchanged.run(undefined)}
        >
          <Button loading={unchanged.busy}>{t('progress.unchanged')}</Button>
        </Popconfirm>
        <Button type="primary" htmlType="submit" loading={submit.busy}>
          {t('progress.submit')}
        </Button>
      </div>
    </Form>
  );
}

/** 本月、自年初累计、自开始累计 as the report would make them. */
function Sums({ form, written }: { form: Known; written: Fields }) {
  const t = useText();
  const { amountFen, yearFen, totalFen } = totalsOf(sumOfParts(known(written)), form.ledger);
  const { totalFen: planned } = form.project;
  return (
    <output className="report-sums">
      {t('progress.sum.month')} <Money fen={amountFen} /> · {t('progress.sum.year')} <Money fen={yearFen} /> · {t('progress.sum.total')}{' '}
      <Money fen={totalFen} />
      {planned !== null && (
        <>
          {' '}
          / {t('progress.sum.planned')} <Money fen={planned} />
        </>
      )}
    </output>
  );
}
