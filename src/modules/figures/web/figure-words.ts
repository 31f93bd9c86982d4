import { formatFen, grouped } from '../../../kernel/money.ts';
import { fittingUnit } from '../../../web/kit/amount-choice.ts';
import type { Text } from '../../../web/text.ts';
import type { FigureQuery, FigureValue } from '../contract.ts';
import type { FigureKey } from '../domain/card.ts';

export type Shown = { value: string; unit?: string; ratio?: string };
type Valued = Pick<FigureValue, 'kind' | 'value' | 'ratio'>;

/** Keys whose rate divides amounts; the other rates divide counts. */
const ofAmounts: readonly FigureKey[] = ['arrival_rate'];

/** A figure as it is written: number, small unit, and for a rate the fraction it comes from. */
export function shownFigure(t: Text, key: FigureKey, { kind, value, ratio }: Valued): Shown {
  if (kind === 'count') return { value: grouped(String(value ?? 0)), unit: t('figures.unit.count') };
  if (kind === 'amount') return { value: amountIn(value ?? 0), unit: t(`amount.${fittingUnit(value ?? 0)}`) };
  if (!ratio || ratio.percent === null) return { value: '—' };
  const part = (n: number) => (ofAmounts.includes(key) ? `${amountIn(n)} ${t(`amount.${fittingUnit(n)}`)}` : grouped(String(n)));
  return { value: ratio.percent, unit: '%', ratio: `${part(ratio.numerator)} / ${part(ratio.denominator)}` };
}
const amountIn = (fen: number) => grouped(formatFen(fen, fittingUnit(fen)));

/** The address of a figure's rows for a question. */
export function figureAddress(key: FigureKey, query: FigureQuery, more: Record<string, string> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, ...more })) if (value !== undefined) search.set(name, String(value));
  return search.size ? `/figures/${key}?${search}` : `/figures/${key}`;
}

/** The question an address asks. */
export function queryIn(search: URLSearchParams): FigureQuery {
  const given = (name: keyof FigureQuery) => search.get(name) || undefined;
  return { unitId: given('unitId'), from: given('from'), through: given('through'), asOf: given('asOf') };
}
