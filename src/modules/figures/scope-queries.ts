import { type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { scopeOf } from '../../kernel/actor.ts';
import { type Day, dayOf, endOfDay } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { unitIdsBelow } from '../identity/queries.ts';
import { authorityRulesOn } from '../projects/date-queries.ts';
import type { FigureQuery } from './contract.ts';
import type { FigureScope } from './domain/scope.ts';
import { defaultThresholds, Thresholds } from './domain/thresholds.ts';
import { currentRule } from '../reference/queries.ts';
import type { Units } from './facts-queries.ts';

export type Asked = { scope: FigureScope; units: Units; actor: Actor };

/**
 * Turns a question into a scope the actor may see: the asked unit and all below it, cut to the actor's own units.
 * A unit outside is as unknown as one that never was. `asOf` without `through` also ends the facts on that day.
 */
export async function scopeFor(db: Reader, query: FigureQuery, actor: Actor, now: Date): Promise<Asked> {
  const through = query.through ?? query.asOf ?? dayOf(now);
  if (query.from && query.from > through) throw refuse('invalid', 'figure.period_backwards', { from: query.from, through });
  const scope = {
    from: query.from ?? null,
    through,
    asOf: query.asOf ? endOfDay(query.asOf).toISOString() : null,
    unitId: query.unitId ?? null,
    dates: (await authorityRulesOn(db, through)).counts,
  };
  const own = scopeOf(actor);
  if (!query.unitId) return { scope, units: own, actor };
  const asked = await unitIdsBelow(db, query.unitId);
  const seen = own === 'all' ? asked : asked.filter((id) => own.includes(id));
  if (seen.length === 0) throw refuse('not_found', 'unit.unknown', { id: query.unitId });
  return { scope, units: seen, actor };
}
export const askedOf = ({ scope }: Asked) => scope;

/** The thresholds in force on a day; editable as rule `figure-thresholds`. */
export async function thresholdsOn(db: Reader, day: Day): Promise<Thresholds> {
  const rule = await currentRule(db, 'figure-thresholds', day);
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
