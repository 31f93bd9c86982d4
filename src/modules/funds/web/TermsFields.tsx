import { Form, Input } from 'antd';
import { PartialDateField } from '../../../web/kit/fields.tsx';
import { useText } from '../../../web/text.ts';
import { CurrencySelect } from '../../projects/web/FieldItem.tsx';

/** The currency of an entry, and for any but 人民币 its rate, where that is from and of which day. */
export function TermsFields() {
  const t = useText();
  const form = Form.useFormInstance();
  const currency = (Form.useWatch('currency', form) as string | undefined) ?? 'CNY';
  const needed = (label: string) => [{ required: true, whitespace: true, message: t('kit.required', { label }) }];
  return (
    <>
      <Form.Item name="currency" label={t('field.currency')}>
        <CurrencySelect />
      </Form.Item>
      {currency !== 'CNY' && (
        <>
          <Form.Item name="rate" label={t('field.rate')} extra={t('projects.rate.hint')} rules={needed(t('field.rate'))}>
            <Input inputMode="decimal" autoComplete="off" maxLength={24} />
          </Form.Item>
          <Form.Item name="rateSource" label={t('field.rateSource')} rules={needed(t('field.rateSource'))}>
            <Input maxLength={100} placeholder={t('funds.rateSource.hint')} />
          </Form.Item>
          <PartialDateField name="rateOn" label={t('field.rateOn')} required />
        </>
      )}
    </>
  );
}
