import { grouped } from '../../../kernel/money.ts';
import { begun, hasMessage, type Text } from '../../../web/text.ts';
import type { KindWords } from './kind-words.ts';

type Found = Readonly<{
  code: string;
  found: string | readonly string[] | null;
  expected: string | null;
  details: Readonly<Record<string, unknown>> | null;
  /** In how many places; the words of one place do not fit many. */
  count?: number;
}>;

/** What a choice may be, in the reader's language; anything else as it was told. */
export const expectedIn = (kind: KindWords, { code, expected }: Pick<Found, 'code' | 'expected'>, field: string | null | undefined) =>
  (code === 'choice.unknown' && field ? kind.choicesOf(field) : null) ?? expected;

/** What was found, and what to do about it, in the reader's language. */
export function findingSentence(t: Text, finding: Found): { what: string; todo: string | null } {
  const { code, count = 1 } = finding;
  const params = paramsOf(t, finding);
  const key = `finding.${code}`;
  if (!hasMessage(key)) return { what: t('imports.finding.unknown', { ...params, code }), todo: todoOf(t, code, params) };
  const words = t(count > 1 && hasMessage(`${key}.many`) ? `${key}.many` : key, params);
  const [what = '', ...rest] = words.split(/；|; /);
  return { what, todo: todoOf(t, code, params) ?? (rest.length > 0 ? sentence(rest.join(t('imports.semicolon')), t) : null) };
}

/** Several values stand in the quotation marks of the sentence, each in its own. */
function paramsOf(t: Text, { found, expected, details, count = 1 }: Found): Record<string, unknown> {
  const founds = (typeof found === 'string' ? [found] : (found ?? [])).map(readable);
  const more = founds.length > 1 && count > founds.length ? ' …' : '';
  const plain = Object.entries(details ?? {}).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(t('shell.comma')) : readable(value),
  ]);
  return { ...Object.fromEntries(plain), found: founds.join(`”${t('shell.comma')}“`) + more, expected };
}

/** '454382.00 USD' as people read it: 'USD 454,382.00'. */
const readable = <T>(value: T): T | string => {
  const money = typeof value === 'string' ? /^(-?\d+(?:\.\d+)?) ([A-Z]{3})$/.exec(value) : null;
  return money ? `${money[2]} ${grouped(money[1]!)}` : value;
};

const sentence = (words: string, t: Text) => begun(words) + t('imports.stop');

function todoOf(t: Text, code: string, params: Record<string, unknown>): string | null {
  const key = [`finding.${code}.do`, `refusal.${code}.do`].find(hasMessage);
  return key === undefined ? null : t(key, params);
}
