import { hasMessage, type Text } from '../../../web/text.ts';

type Found = Readonly<{
  code: string;
  found: string | readonly string[] | null;
  expected: string | null;
  details: Readonly<Record<string, unknown>> | null;
  /** In how many places; the words of one place do not fit many. */
  count?: number;
}>;

const quotes = { start: '“', end: '”' };
const plain = (value: unknown, t: Text) => (Array.isArray(value) ? value.join(t('shell.comma')) : value);

/** What was found, and what to do about it, in the reader's language. */
export function findingSentence(t: Text, { code, found, expected, details, count = 1 }: Found): { what: string; todo: string | null } {
  const founds = typeof found === 'string' ? [found] : (found ?? []);
  const params = {
    ...Object.fromEntries(Object.entries(details ?? {}).map(([name, value]) => [name, plain(value, t)])),
    // Several values stand in the quotation marks of the sentence, each in its own.
    found: founds.join(`${quotes.end}${t('shell.comma')}${quotes.start}`) + (count > founds.length && founds.length > 1 ? ' …' : ''),
    expected,
  };
  const key = `finding.${code}`;
  if (!hasMessage(key)) return { what: t('imports.finding.unknown', { code, found: founds.join(t('shell.comma')) }), todo: todoOf(t, code) };
  const words = t(count > 1 && hasMessage(`${key}.many`) ? `${key}.many` : key, params);
  const [what = '', ...rest] = words.split(/；|; /);
  return { what, todo: todoOf(t, code, params) ?? (rest.length > 0 ? sentence(rest.join(t('imports.semicolon')), t) : null) };
}

const sentence = (words: string, t: Text) => words[0]!.toUpperCase() + words.slice(1) + t('imports.stop');

function todoOf(t: Text, code: string, params: Record<string, unknown> = {}): string | null {
  const key = [`finding.${code}.do`, `refusal.${code}.do`].find(hasMessage);
  return key === undefined ? null : t(key, params);
}
