import * as z from 'zod';
import { type Field, fieldTypes, type Frequency } from './field.ts';

const minutes = z.int().min(0).max(120);
/** What a rule row of kind `collection-cost` may change: minutes to find and write one answer, and from where on somebody must approve. */
export const CostRules = z.strictObject({
  minutes: z.record(z.enum(fieldTypes), minutes),
  /** Minutes a year, over all units; more needs an approver. */
  approvalAbove: z.int().min(0),
  approver: z.enum(['promotion_admin', 'leader']),
});
export type CostRules = z.output<typeof CostRules>;
export const costPreset = {
  kind: 'collection-cost',
  preset: 'zhuchao-2026',
  effectiveFrom: '2000-01-01',
  effectiveTo: null,
  body: { minutes: { text: 3, number: 2, amount: 3, date: 1, yes_no: 1 }, approvalAbove: 2400, approver: 'leader' } satisfies CostRules,
};

const timesAYear: Record<Frequency, number> = { once: 1, monthly: 12, quarterly: 4 };

/** How many answers of a field the ledger has already, of how many rows. */
export type Known = Readonly<{ unitId: string; rows: number; known: Readonly<Record<string, number>> }>;
export const Cost = z.object({
  /** Answers asked for, those already known, and those left to fill; in one round. */
  cells: z.int(),
  known: z.int(),
  gaps: z.int(),
  minutesOnce: z.int(),
  timesAYear: z.int(),
  minutesYear: z.int(),
  units: z.array(z.object({ unitId: z.uuid(), rows: z.int(), gaps: z.int(), minutes: z.int() })),
  needsApproval: z.boolean(),
  approver: z.enum(['promotion_admin', 'leader']),
});
export type Cost = z.output<typeof Cost>;

const sum = <T>(items: readonly T[], of: (item: T) => number) => items.reduce((n, item) => n + of(item), 0);

/**
 * What a collection costs the units (报表负担): fields still to fill × rows × minutes of the field's type, and so many times a year. What the
 * ledger knows costs nothing, since nobody fills it in.
 */
export function costOf(fields: readonly Field[], frequency: Frequency, known: readonly Known[], rules: CostRules): Cost {
  const units = known.map((unit) => {
    const gapsOf = (f: Field) => unit.rows - (unit.known[f.key] ?? 0);
    return {
      unitId: unit.unitId,
      rows: unit.rows,
      gaps: sum(fields, gapsOf),
      minutes: sum(fields, (f) => gapsOf(f) * rules.minutes[f.type]),
    };
  });
  const cells = sum(units, (u) => u.rows) * fields.length;
  const gaps = sum(units, (u) => u.gaps);
  const minutesOnce = sum(units, (u) => u.minutes);
  const minutesYear = minutesOnce * timesAYear[frequency];
  return {
    cells,
    known: cells - gaps,
    gaps,
    minutesOnce,
    timesAYear: timesAYear[frequency],
    minutesYear,
    units,
    needsApproval: minutesYear > rules.approvalAbove,
    approver: rules.approver,
  };
}
