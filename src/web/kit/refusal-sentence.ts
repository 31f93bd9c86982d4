import { Refusal } from '../../kernel/refusal.ts';
import { isPartialDate } from '../../kernel/day.ts';
import { hasMessage, type Text } from '../text.ts';

export type RefusalSentence = { what: string; todo: string | null; issues: string[] };

/** What happened, to which field, and what to do, in the reader's language. */
export function refusalSentence(t: Text, error: unknown): RefusalSentence {
  if (!(error instanceof Refusal)) {
    const isMismatch = error instanceof Error && error.name === 'ZodError';
    const key = isMismatch ? 'refusal.page.outdated' : 'refusal.page';
    return { what: t(key, { reason: String(error) }), todo: t(`${key}.do`), issues: [] };
  }
  const details = Object.fromEntries(Object.entries(error.details).map(([name, value]) => [name, shown(t, name, value)]));
  const key = `refusal.${error.code}`;
  const what = hasMessage(key) ? t(key, details) : t(`refusal.kind.${error.kind}`, { code: error.code });
  return { what, todo: hasMessage(`${key}.do`) ? t(`${key}.do`, details) : null, issues: issuesOf(t, error.details.issues) };
}

/** A field by its name on screen; anything else as it is. */
const fieldName = (t: Text, field: string) => {
  const last = field.split('.').at(-1)!;
  return [`field.${field}`, `field.${last}`].filter(hasMessage).map((key) => t(key))[0] ?? field;
};

function shown(t: Text, name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((v) => shown(t, name, v)).join(t('shell.comma'));
  if (isNeed(value)) return t('shell.need', { name: value.name, note: t(`need.${value.need}`, { on: value.on }) });
  if (isMonthOrDay(value)) return t('shell.date', { on: value });
  if (name === 'field' || name === 'fields' || name === 'missing') return fieldName(t, String(value));
  return hasMessage(`${name}.${String(value)}`) ? t(`${name}.${String(value)}`) : value;
}

const isMonthOrDay = (value: unknown) => typeof value === 'string' && value.includes('-') && isPartialDate(value);

/** Something that is asked for by its own name, with how it stands: 建筑工程施工许可（尚未批准）. */
type Need = { name: string; need: string; on: string | null };
const isNeed = (x: unknown): x is Need => typeof x === 'object' && x !== null && 'name' in x && 'need' in x;

type Issue = { field: string; problem: string };
const isIssue = (x: unknown): x is Issue => typeof x === 'object' && x !== null && 'field' in x && 'problem' in x;
function issuesOf(t: Text, issues: unknown): string[] {
  if (!Array.isArray(issues)) return [];
  return issues.filter(isIssue).map(({ field, problem }) => t('refusal.issue', { field: fieldName(t, field), problem }));
}
