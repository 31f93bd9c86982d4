import { Form, type FormItemProps } from 'antd';
import type { AmountUnit } from '../../kernel/money.ts';
import { useText } from '../text.ts';
import { AmountInput } from './AmountInput.tsx';
import { PartialDateInput, unreadableDate } from './PartialDateInput.tsx';

type FieldProps = Pick<FormItemProps, 'name' | 'extra' | 'tooltip' | 'className'> & { label: string; required?: boolean };

/** What is written but cannot be read stops the form; the input itself says why. */
const readable = {
  validator: (_: unknown, value: unknown) =>
    Number.isNaN(value) || value === unreadableDate ? Promise.reject(new Error('')) : Promise.resolve(),
};

function useRules(label: string, required: boolean) {
  const t = useText();
  return [{ required, message: t('kit.required', { label }) }, readable];
}

/** An amount in a form: integer fen or null under its name. */
export function AmountField({ label, required = false, unit, currency, ...item }: FieldProps & { unit?: AmountUnit; currency?: string }) {
  return (
    <Form.Item {...item} label={label} required={required} rules={useRules(label, required)}>
      <AmountInput {...(unit && { unit })} {...(currency && { currency })} />
    </Form.Item>
  );
}

/** A partly known date in a form: 'YYYY', 'YYYY-MM', 'YYYY-MM-DD' or null under its name. */
export function PartialDateField({ label, required = false, ...item }: FieldProps) {
  return (
    <Form.Item {...item} label={label} required={required} rules={useRules(label, required)}>
      <PartialDateInput />
    </Form.Item>
  );
}
