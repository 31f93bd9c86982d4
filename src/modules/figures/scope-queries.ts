import { type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { scopeOf } from '../../kernel/actor.ts';
import { type Day, dayOf, endOfDay, lastDayOf } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { closingOf } from '../funds/month-queries.ts';
import { unitIdsBelow } from '../identity/queries.ts';
import { authorityRulesOn } from '../projects/date-queries.ts';
import type { FigureQuery } from './contract.ts';
import type { FigureScope } from './domain/scope.ts';
import { defaultThresholds, Thresholds } from './domain/thresholds.ts';
import { currentRule } from '../reference/queries.ts';
import type { Units } from './facts-queries.ts';

export type Asked = { scope: FigureScope; units: Units; actor: Actor };

type CutOff = Pick<FigureScope, 'asOf' | 'asOfId' | 'closing' | 'rulesBy'> & Readonly<{ through: Day | null }>;
/** What `asOf` names: the end of a day, or the closing of a month. Refuses figure.month_not_closed. */
async function cutOf(db: Reader, asOf: FigureQuery['asOf']): Promise<CutOff> {
  if (!asOf) return { asOf: null, asOfId: null, rulesBy: null, closing: null, through: null };
  const day = asOf.length === 10 ? endOfDay(asOf).toISOString() : null;
  if (day) return { asOf: day, asOfId: null, rulesBy: day, closing: null, through: asOf };
  const found = await closingOf(db, asOf);
  if (!found) throw refuse('rule', 'figure.month_not_closed', { month: asOf });
  return { asOf: found.lastAt, asOfId: found.lastId, rulesBy: found.closedAt, closing: asOf, through: lastDayOf(asOf) };
}

/**
 * Turns a question into a scope the actor may see: the asked unit and all below it, cut to the actor's own units.
 * A unit outside is as unknown as one that never was. `asOf` without `through` also ends the facts on that day, or on
 * the last day of the closed month.
 */
export async function scopeFor(db: Reader, query: FigureQuery, actor: Actor, now: Date): Promise<Asked> {
  const cut = await cutOf(db, query.asOf);
  const through = query.through ?? cut.through ?? dayOf(now);
  if (query.from && query.from > through) throw refuse('invalid', 'figure.period_backwards', { from: query.from, through });
  const scope = {
    from: query.from ?? null,
    through,
    asOf: cut.asOf,
    asOfId: cut.asOfId,
    closing: cut.closing,
    rulesBy: cut.rulesBy,
    unitId: query.unitId ?? null,
    dates: (await authorityRulesOn(db, through, cut.rulesBy)).counts,
  };
  const own = scopeOf(actor);
  if (!query.unitId) return { scope, units: own, actor };
  const asked = await unitIdsBelow(db, query.unitId);
  const seen = own === 'all' ? asked : asked.filter((id) => own.includes(id));
  if (seen.length === 0) throw refuse('not_found', 'unit.unknown', { id: query.unitId });
  return { scope, units: seen, actor };
}
export const askedOf = ({ scope }: Asked) => ({
  unitId: scope.unitId,
  from: scope.from,
  through: scope.through,
  asOf: scope.asOf,
  closing: scope.closing ?? null,
});

/** The thresholds in force on the last day of a scope, as they were published by then; editable as rule `figure-thresholds`. */
export async function thresholdsOf(db: Reader, { through, rulesBy }: Pick<FigureScope, 'through' | 'rulesBy'>): Promise<Thresholds> {
  const rule = await currentRule(db, 'figure-thresholds', through, rulesBy);
  return rule ? Thresholds.parse(rule.body) : defaultThresholds;
}

/** Units directly below the asked unit (or the root); what lies deeper counts for the one it hangs under. */
export const unitsBelow = ({ scope, units, actor }: Asked): SQL => {
  const base = scope.unitId
    ? sql`${scope.unitId}::uuid`
    : units === 'all'
      ? sql`(select id from unit where parent_id is null limit 1)`
      : sql`${actor.unitId}::uuid`;
  return sql`(with recursive below as (
      select u.id, u.id as top from unit u where u.id = ${base} or u.parent_id = ${base}
      union all select u.id, b.top from unit u join below b on u.parent_id = b.id where b.id <> ${base})
    select distinct on (id) id, top from below order by id, (top = ${base}))`;
};
