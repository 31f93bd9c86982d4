import { hundredthsOf, minorOf } from '../../../kernel/currency.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { isBlank, type ProjectRecord, type RecordField, recordFields, type RecordPatch } from '../domain/record.ts';

/** A record in a form: as it is kept, but the total in hundredths of its currency, as amounts are typed. */
export type RecordForm = { [F in RecordField]?: ProjectRecord[F] | '' | undefined };

/** The record of a project as its form begins. */
export function formOf(record: Readonly<Partial<Record<RecordField, unknown>>>): RecordForm {
  const fields = Object.fromEntries(recordFields.map((f) => [f, record[f] ?? (f === 'withheld' ? [] : null)])) as ProjectRecord;
  const { totalMinor, currency } = fields;
  return { ...fields, totalMinor: totalMinor === null ? null : hundredthsOf(totalMinor, currency) };
}

const clean = (value: unknown) => (typeof value === 'string' ? value.trim() || null : (value ?? null));
const same = (a: unknown, b: unknown) => JSON.stringify(clean(a)) === JSON.stringify(clean(b));
export const changedIn = (before: RecordForm, after: RecordForm) =>
  recordFields.filter((f) => f in after && after[f] !== undefined && !same(before[f], after[f]));

/**
 * What of a form is to be sent: the fields that differ from how it began. 人民币 takes its rate of 1 along; a total goes in
 * minor units. What is entered need not be withheld any more. Refuses amount.finer_than_minor.
 */
export function patchOf(before: RecordForm, after: RecordForm): RecordPatch | Refusal {
  const changed = changedIn(before, after);
  const patch: Record<string, unknown> = Object.fromEntries(changed.map((f) => [f, clean(after[f])]));
  const currency = after.currency ?? before.currency ?? 'CNY';
  if (changed.includes('currency') && currency === 'CNY') Object.assign(patch, { rate: '1', rateSource: null, rateOn: null });
  if (changed.includes('totalMinor') || changed.includes('currency')) {
    const total = minorIn(after, currency);
    if (total instanceof Refusal) return total;
    patch['totalMinor'] = total;
  }
  const withheld = after.withheld || [];
  const left = withheld.filter((f) => isBlank(clean(after[f])));
  if (left.length < withheld.length) patch['withheld'] = left;
  return patch as RecordPatch;
}
function minorIn({ totalMinor }: RecordForm, currency: string): number | null | Refusal {
  return typeof totalMinor === 'number' ? minorOf(totalMinor, currency) : null;
}

/** What another person changed between two states of a record, and which of it the form changes as well. */
export function clashOf(before: RecordForm, now: RecordForm, mine: RecordForm) {
  const theirs = changedIn(before, now);
  return { theirs, both: theirs.filter((f) => changedIn(before, mine).includes(f)) };
}

/**
 * How an edit is kept while it is written: only what was changed, with what stood there before. What somebody else has changed since
 * is not put back over theirs.
 */
export const draftOf = (before: RecordForm) => ({
  kept: (fields: RecordForm) => {
    const changed = changedIn(before, fields);
    return { mine: pickFrom(fields, changed), before: pickFrom(before, changed) };
  },
  restored: (body: Readonly<Record<string, unknown>>): Record<string, unknown> => {
    const [mine, then] = [body['mine'] ?? {}, body['before'] ?? {}] as [RecordForm, RecordForm];
    const untouched = recordFields.filter((f) => f in mine && same(then[f], before[f]));
    return pickFrom(mine, untouched);
  },
});
/** JSON has no undefined: what is blank is kept as null. */
const pickFrom = (fields: RecordForm, names: readonly RecordField[]) => Object.fromEntries(names.map((f) => [f, fields[f] ?? null]));
