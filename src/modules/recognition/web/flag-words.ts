import { formatFen, grouped } from '../../../kernel/money.ts';
import type { Text } from '../../../web/text.ts';
import type { FlagItem } from '../domain/flag-contract.ts';

const none = '—';
/** The sentence of a flag, with its amounts in 万元. */
export function flagSentence(t: Text, { code, params }: Pick<FlagItem, 'code' | 'params'>): string {
  const words = Object.fromEntries(
    Object.entries(params).map(([key, value]) => [
      key,
      value === null ? none : /Fen$|^fen$/.test(key) ? grouped(formatFen(Number(value), '万元', 2)) : value,
    ]),
  );
  return t(`recognition.flag.${code}.says`, words);
}
