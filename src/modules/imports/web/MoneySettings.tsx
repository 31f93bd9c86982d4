import { Form, Input, InputNumber, Select } from 'antd';
import { currencies } from '../../../kernel/currency.ts';
import { amountUnits } from '../../../kernel/money.ts';
import { PartialDateInput, unreadableDate } from '../../../web/kit/PartialDateInput.tsx';
import { type Language, useLanguage, useText } from '../../../web/text.ts';
import type { ImportSetup } from '../domain/setup.ts';
import type { KindWords } from './kind-words.ts';
import { fromColumns, type Header, plannedFields } from './mapping.ts';

type Props = { kind: KindWords; setup: ImportSetup; headers: readonly Header[]; onChange: (setup: ImportSetup) => void };

const currencyName = (code: string, language: Language) => {
  const name = new Intl.DisplayNames([{ zh: 'zh-CN', en: 'en' }[language]], { type: 'currency' }).of(code);
  return name && name !== code ? `${code} ${name}` : code;
};
const isRate = (text: string) => /^(?=.*[1-9])\d{1,10}(\.\d{1,10})?$/.test(text.trim());

/** What the sheet does not say of its money and its dates: unit, currency, rate, year. */
export function MoneySettings({ kind, setup, headers, onChange }: Props) {
  const t = useText();
  const language = useLanguage();
  const planned = plannedFields(setup, kind.fields);
  const hasMoney = planned.some((f) => f.type === 'amount');
  const hasDates = planned.some((f) => ['date', 'day', 'month'].includes(f.type));
  if (!hasMoney && !hasDates) return null;
  const put = <K extends keyof ImportSetup>(key: K, value: ImportSetup[K] | null | undefined) => {
    const { [key]: _, ...rest } = setup;
    onChange((value === null || value === undefined || value === '' ? rest : { ...rest, [key]: value }) as ImportSetup);
  };
  const bare = headers.filter((h) => isBareAmount(h, setup, kind)).map((h) => h.label);
  return (
    <>
      <h2>{t('imports.money')}</h2>
      <Form layout="vertical" component="div" className="import-money">
        {hasMoney && (
          <>
            <Form.Item
              label={t('imports.money.unit')}
              htmlFor="import-unit"
              extra={bare.length > 0 ? t('imports.money.bare', { headers: bare.join(t('shell.comma')) }) : t('imports.money.said')}
              {...(bare.length > 0 && !setup.amountUnit && { validateStatus: 'error' as const })}
            >
              <Select
                id="import-unit"
                allowClear
                value={setup.amountUnit ?? null}
                placeholder={t('imports.money.unit.choose')}
                options={amountUnits.map((unit) => ({ value: unit, label: t(`imports.money.unit.${unit}`) }))}
                onChange={(unit) => put('amountUnit', unit)}
              />
            </Form.Item>
            <Form.Item label={t('imports.money.currency')} htmlFor="import-currency">
              <Select
                id="import-currency"
                showSearch={{ optionFilterProp: 'label' }}
                value={setup.currency ?? 'CNY'}
                options={currencies.map((code) => ({ value: code, label: currencyName(code, language) }))}
                onChange={(code) => put('currency', code === 'CNY' ? null : code)}
              />
            </Form.Item>
            {isForeign(headers, setup, kind) && <Rate setup={setup} put={put} />}
          </>
        )}
        {hasDates && (
          <Form.Item label={t('imports.year')} htmlFor="import-year" extra={t('imports.year.hint')}>
            <InputNumber
              id="import-year"
              min={1900}
              max={2100}
              precision={0}
              value={setup.year ?? null}
              onChange={(year) => put('year', year)}
            />
          </Form.Item>
        )}
      </Form>
    </>
  );
}

const isBareAmount = ({ label, amountUnit }: Header, setup: ImportSetup, kind: KindWords) =>
  amountUnit === null && kind.field(setup.columns[label] ?? '')?.type === 'amount';

/** Are some amounts in another currency than CNY? Rates of rows have their own columns; this one is for the rest. */
function isForeign(headers: readonly Header[], setup: ImportSetup, kind: KindWords): boolean {
  const named = headers.some(
    (h) => h.currency !== null && h.currency !== 'CNY' && kind.field(setup.columns[h.label] ?? '')?.type === 'amount',
  );
  return named || (setup.currency ?? 'CNY') !== 'CNY' || fromColumns(setup).has('currency');
}

type Put = (key: 'rate' | 'rateSource' | 'rateOn', value: string | null) => void;
function Rate({ setup, put }: { setup: ImportSetup; put: Put }) {
  const t = useText();
  const { rate = '' } = setup;
  return (
    <>
      <Form.Item
        label={t('imports.money.rate')}
        htmlFor="import-rate"
        extra={t('imports.money.rate.hint')}
        {...(rate !== '' && !isRate(rate) && { validateStatus: 'error' as const, help: t('imports.money.rate.wrong') })}
      >
        <Input id="import-rate" inputMode="decimal" autoComplete="off" value={rate} onChange={(e) => put('rate', e.target.value)} />
      </Form.Item>
      <Form.Item label={t('imports.money.rateSource')} htmlFor="import-rate-source">
        <Input id="import-rate-source" maxLength={100} value={setup.rateSource ?? ''} onChange={(e) => put('rateSource', e.target.value)} />
      </Form.Item>
      <Form.Item label={t('imports.money.rateOn')} htmlFor="import-rate-on">
        <PartialDateInput
          id="import-rate-on"
          value={setup.rateOn ?? null}
          onChange={(day) => day !== unreadableDate && put('rateOn', day)}
        />
      </Form.Item>
    </>
  );
}
