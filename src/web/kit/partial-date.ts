import { isPartialDate, type PartialDate } from '../../kernel/day.ts';
import { toHalfWidth } from '../../kernel/number.ts';

/** Reads a date as people write it, to the precision they know: '2026.3' → '2026-03', '2026年3月5日' → '2026-03-05'. Null when it is none. */
export function readPartialDate(text: string): PartialDate | null {
  const plain = toHalfWidth(text).trim();
  const m = /^(\d{4})年?$|^(\d{4})[-./年](\d{1,2})月?$|^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$|^(\d{4})(\d{2})(\d{2})?$/.exec(plain);
  if (!m) return null;
  const date = m
    .slice(1)
    .filter(Boolean)
    .map((part) => part.padStart(2, '0'))
    .join('-');
  return isPartialDate(date) ? date : null;
}
