import { formatFen, grouped } from '../../../kernel/money.ts';
import { decimalText } from '../../../kernel/number.ts';
import type { Text } from '../../../web/text.ts';
import type { Criterion } from '../domain/rule.ts';

type Told = Readonly<{ value: number | null; why: string | null }>;
const inWan = (fen: number) => grouped(formatFen(fen, '万元'));

/** A benefit with its unit, or why there is none. */
export function benefitWords(t: Text, criterion: Criterion, { value, why }: Told): string {
  if (value === null) return t(`reserve.why.${why ?? 'no_flows'}`);
  const isMoney = criterion === 'npv' || criterion === 'intensity' || criterion === 'tax';
  const isWhole = criterion === 'jobs' || criterion === 'chain';
  return t(`reserve.value.${criterion}`, { n: isMoney ? inWan(value) : isWhole ? value : decimalText(BigInt(value), 2) });
}

/** Points and scores: hundredths as text. */
export const pointsText = (t: Text, points: number | null) => (points === null ? t('kit.none') : decimalText(BigInt(points), 2));
