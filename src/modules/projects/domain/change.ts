import { type Day, firstDayOf, lastDayOf, type PartialDate } from '../../../kernel/day.ts';
import { minorToFen } from '../../../kernel/currency.ts';
import type { Fen } from '../../../kernel/money.ts';
import { Refusal, refuse } from '../../../kernel/refusal.ts';
import { frozenFields, isBlank, type ProjectRecord, type RecordField, recordFields, type RecordPatch } from './record.ts';
import { isLanded, type Stage } from './stage.ts';

const same = (a: unknown, b: unknown) =>
  a === b || (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((v, i) => v === b[i]));

/** The fields a patch really changes. */
export const changedFields = (before: ProjectRecord, patch: RecordPatch): RecordField[] =>
  recordFields.filter((f) => patch[f] !== undefined && !same(normal(f, before[f]), normal(f, patch[f])));

/** '1' and '1.0000000000' are one rate. */
const normal = (field: RecordField, value: unknown) =>
  field === 'rate' && typeof value === 'string' ? value.replace(/\.?0+$/, '') : value;

export const pick = <R extends object, F extends keyof R>(record: R, names: readonly F[]) =>
  Object.fromEntries(names.map((f) => [f, record[f]])) as Pick<R, F>;

/** Fen of the total; null when no total is known. Refuses amount.too_large. */
export const totalFenOf = ({ totalMinor, currency, rate }: Pick<ProjectRecord, 'totalMinor' | 'currency' | 'rate'>): Fen | null | Refusal =>
  totalMinor === null ? null : minorToFen(totalMinor, currency, rate);

export type Standing = Readonly<{ stage: Stage; landedOn: PartialDate | null }>;
export type ChangeRules = Readonly<{
  /** Required up to the project's stage. */ required: readonly RecordField[];
  /** May frozen attributes be restated? */ restating: boolean;
  today: Day;
}>;

/**
 * Judges an edit by what it changes and nothing else, so that an old record with other faults can still be mended.
 * Answers with the changed fields. Refuses: frozen attributes, a required field made blank, and the faults of `recordFault`.
 */
export function judgeChange(before: ProjectRecord & Standing, patch: RecordPatch, rules: ChangeRules): RecordField[] | Refusal {
  const changed = changedFields(before, patch);
  const frozen = before.landedOn && !rules.restating ? frozenFields.filter((f) => changed.includes(f)) : [];
  if (frozen.length) return refuse('rule', 'project.frozen_at_landing', { fields: frozen, landedOn: before.landedOn });
  const after: ProjectRecord & Standing = { ...before, ...given(patch) };
  // Taking back "企业不便提供" leaves the field as blank as clearing it does.
  const touched = [...changed, ...before.withheld.filter((f) => !after.withheld.includes(f))];
  const blanked = rules.required.filter((f) => touched.includes(f) && isBlank(after[f]) && !(after.withheld as string[]).includes(f));
  if (blanked.length) return refuse('invalid', 'project.required_at_stage', { fields: blanked, stage: before.stage });
  return recordFault(after, changed, rules.today) ?? changed;
}

/** A patch without the fields it does not name. */
export const given = (patch: RecordPatch) =>
  Object.fromEntries(Object.entries(patch).filter(([, v]) => v !== undefined)) as Partial<ProjectRecord>;

const moneyFields: readonly RecordField[] = ['currency', 'rate', 'rateSource', 'rateOn', 'totalMinor'];
const inOrder: readonly (readonly [RecordField, RecordField])[] = [
  ['plannedStartOn', 'plannedCompletionOn'],
  ['plannedCompletionOn', 'plannedProductionOn'],
  ['startedOn', 'completedOn'],
  ['completedOn', 'productionOn'],
  ['productionOn', 'capacityOn'],
];
const happened: readonly RecordField[] = ['startedOn', 'completedOn', 'productionOn', 'capacityOn', 'natongOn', 'rateOn'];
const onlyOnceLanded: readonly RecordField[] = ['startedOn', 'completedOn', 'productionOn', 'capacityOn'];

/** The first fault among the changed fields of a record, or null. Partly known dates get the benefit of the doubt. */
export function recordFault(after: ProjectRecord & Pick<Standing, 'stage'>, changed: readonly RecordField[], today: Day): Refusal | null {
  return moneyFault(after, changed) ?? dateFault(after, changed, today);
}

function moneyFault(after: ProjectRecord, changed: readonly RecordField[]): Refusal | null {
  if (!changed.some((f) => moneyFields.includes(f))) return null;
  if (after.currency === 'CNY')
    return Number(after.rate) === 1 ? tooLarge(after) : refuse('invalid', 'project.rate_of_cny', { field: 'rate' });
  if (after.totalMinor === null) return null;
  const lacking = (['rateSource', 'rateOn'] as const).filter((f) => isBlank(after[f]));
  if (lacking.length) return refuse('invalid', 'project.rate_unsourced', { fields: lacking, currency: after.currency });
  return tooLarge(after);
}

const tooLarge = (after: ProjectRecord) => {
  const fen = totalFenOf(after);
  return fen instanceof Refusal ? fen : null;
};

function dateFault(after: ProjectRecord & Pick<Standing, 'stage'>, changed: readonly RecordField[], today: Day): Refusal | null {
  const on = (f: RecordField) => after[f] as PartialDate | null;
  const early = isLanded(after.stage) ? undefined : onlyOnceLanded.find((f) => changed.includes(f) && on(f));
  if (early) return refuse('rule', 'project.date_before_stage', { field: early, stage: after.stage });
  const future = happened.find((f) => changed.includes(f) && on(f) && firstDayOf(on(f)!) > today);
  if (future) return refuse('invalid', 'project.date_in_future', { field: future, found: on(future) });
  const crossed = inOrder.find(
    ([a, b]) => (changed.includes(a) || changed.includes(b)) && on(a) && on(b) && lastDayOf(on(b)!) < firstDayOf(on(a)!),
  );
  return crossed
    ? refuse('invalid', 'project.dates_crossed', { field: crossed[1], found: on(crossed[1]), after: crossed[0], expected: on(crossed[0]) })
    : null;
}
