import { Input } from 'antd';
import { useId, useState } from 'react';
import type { PartialDate } from '../../kernel/day.ts';
import { useText } from '../text.ts';
import { readPartialDate } from './partial-date.ts';

/** Stands for text that is not a date, so that a form does not take it for empty. */
export const unreadableDate = 'unreadable';

type Props = {
  id?: string;
  value?: PartialDate | null;
  /** The date at the precision written; null when empty; 'unreadable' while it cannot be read (see PartialDateField). */
  onChange?: (date: PartialDate | null) => void;
  disabled?: boolean;
  'aria-label'?: string;
};

/** A date known to the day, the month or only the year, typed as people write it and kept as it is known. */
export function PartialDateInput({ value = null, onChange, disabled = false, ...rest }: Props) {
  const t = useText();
  const hint = useId();
  const [text, setText] = useState(value ?? '');
  const [given, setGiven] = useState(value);
  if (value !== given) {
    setGiven(value);
    setText(value ?? '');
  }
  const isWrong = text.trim() !== '' && readPartialDate(text) === null;
  const put = (next: string) => {
    setText(next);
    const date = next.trim() === '' ? null : (readPartialDate(next) ?? unreadableDate);
    setGiven(date);
    onChange?.(date);
  };
  return (
    <div className="amount">
      <Input
        {...rest}
        autoComplete="off"
        value={text}
        disabled={disabled}
        placeholder={t('kit.date.placeholder')}
        status={isWrong ? 'error' : ''}
        aria-invalid={isWrong}
        aria-describedby={hint}
        onChange={(e) => put(e.target.value)}
        onBlur={() => setText(readPartialDate(text) ?? text)}
      />
      <small id={hint} className="wrong" aria-live="polite">
        {isWrong && t('kit.date.unreadable', { found: text })}
      </small>
    </div>
  );
}
