import { Input, Select, Space } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { type AmountUnit, amountUnits, formatFen, grouped, parseAmount } from '../../kernel/money.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Text, useText } from '../text.ts';
import { fittingUnit } from './amount-choice.ts';

/** Stands for text that is not an amount, so that a form does not take it for empty. */
const unreadableAmount = Number.NaN;

type Props = {
  id?: string;
  value?: number | null;
  /** Integer fen; null when empty; NaN while what is written cannot be read (see AmountField). */
  onChange?: (fen: number | null) => void;
  /** The unit offered first. */
  unit?: AmountUnit;
  /** CNY when not said; the units then count that currency. */
  currency?: string;
  disabled?: boolean;
  'aria-label'?: string;
};

/** An amount as people write it, with the unit beside it; out come exact fen. '1.2亿' in the text overrides the chosen unit. */
export function AmountInput({ value = null, onChange, unit = '万元', currency = 'CNY', disabled = false, ...rest }: Props) {
  const t = useText();
  const hint = useId();
  const { text, chosen, read, put } = useAmountText(value, unit, currency, onChange);
  const wrong = read instanceof Refusal ? read : null;
  return (
    <div className="amount">
      <Space.Compact block>
        <Input
          {...rest}
          inputMode="decimal"
          autoComplete="off"
          value={text}
          disabled={disabled}
          placeholder={t('kit.amount.placeholder')}
          status={wrong ? 'error' : ''}
          aria-invalid={wrong !== null}
          aria-describedby={hint}
          onChange={(e) => put(e.target.value, chosen)}
        />
        <Select
          value={chosen}
          disabled={disabled}
          aria-label={t('amount.unit')}
          popupMatchSelectWidth={false}
          style={{ width: 84, flex: 'none' }}
          options={amountUnits.map((u) => ({ value: u, label: t(`amount.${u}`) }))}
          onChange={(u) => put(text, u)}
        />
      </Space.Compact>
      <small id={hint} className={wrong ? 'wrong' : 'hint'} aria-live="polite">
        {wrong ? t(`refusal.${wrong.code}`, wrong.details) : hintFor(read, chosen, currency, t)}
      </small>
    </div>
  );
}

/** What is written, in which unit, and what it means. */
function useAmountText(value: number | null, unit: AmountUnit, currency: string, onChange: Props['onChange']) {
  const isKnown = value !== null && !Number.isNaN(value);
  const [chosen, setChosen] = useState<AmountUnit>(isKnown ? fittingUnit(value) : unit);
  const [text, setText] = useState(() => plain(value, chosen));
  const [given, setGiven] = useState(value);
  // A value that did not come from this input (a loaded draft, a reset) replaces the text.
  if (!Object.is(value, given)) {
    setGiven(value);
    setText(plain(value, chosen));
  }
  const reading = (words: string, u: AmountUnit) => (words.trim() === '' ? null : parseAmount(words, u, currency));
  const put = (nextText: string, nextUnit: AmountUnit) => {
    setText(nextText);
    setChosen(nextUnit);
    const next = reading(nextText, nextUnit);
    const fen = next instanceof Refusal ? unreadableAmount : (next?.minor ?? null);
    setGiven(fen);
    onChange?.(fen);
  };
  return { text, chosen, read: reading(text, chosen), put };
}

const plain = (fen: number | null, unit: AmountUnit) =>
  fen === null || Number.isNaN(fen) ? '' : formatFen(fen, unit, { 元: 2, 万元: 6, 亿元: 10 }[unit]).replace(/\.?0+$/, '');

/** Amounts in 万 and 亿 are repeated in 元, which is where slips of unit are seen. */
function hintFor(read: { minor: number } | null | Refusal, unit: AmountUnit, currency: string, t: Text): ReactNode {
  if (read === null || read instanceof Refusal || unit === '元') return null;
  const amount = grouped(formatFen(read.minor, '元', 2).replace(/\.00$/, ''));
  return currency === 'CNY' ? t('kit.amount.is', { amount }) : `= ${amount} ${currency}`;
}
