import { formatFen, grouped } from '../../../kernel/money.ts';
import type { Text } from '../../../web/text.ts';
import { figureAddress } from '../../figures/web/figure-words.ts';
import type { PaperPage } from '../contract.ts';
import type { Cited } from '../domain/content.ts';

/** Where a number of a paper opens: the rows of its figure as of the paper's day or closing, its project, the lines of the paper that it counts, or the page that names its units. */
export function numberAddress(n: Cited, { unitId, asOfDay, closing }: Pick<PaperPage, 'unitId' | 'asOfDay' | 'closing'>): string {
  if (n.lines) return `?number=${n.ref}`;
  if (n.projectId) return `/projects/${n.projectId}`;
  const { from, through } = n;
  if (!n.figure) return `/cockpit?${new URLSearchParams({ unitId, through })}`;
  const part = { ...(n.dimension && { dimension: n.dimension }), ...(n.bucket !== null && { bucket: n.bucket }) };
  return figureAddress(n.figure, { unitId, ...(from && { from }), through, asOf: closing ?? asOfDay }, part);
}

/** What a number is exactly, for hovering: the whole amount, or what a rate is made of. */
export function numberWords(t: Text, n: Cited): string {
  const written = (value: number, unit: 'fen' | 'count') =>
    unit === 'fen' ? `${grouped(formatFen(value, '元'))}${t('amount.元')}` : String(value);
  const shared = { name: n.name, from: n.from ?? t('papers.number.begin'), through: n.through };
  if (n.ratio) {
    const { numerator, denominator, unit } = n.ratio;
    return t('papers.number.parts', { ...shared, numerator: written(numerator, unit), denominator: written(denominator, unit) });
  }
  if (n.lines) return t('papers.number.lines', { name: n.name, text: n.text });
  return t('papers.number.exact', { ...shared, exact: written(n.value ?? 0, n.kind === 'amount' ? 'fen' : 'count') });
}
