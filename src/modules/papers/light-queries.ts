import { sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { addMonths, dayOf, lastDayOf, type Month } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Tx } from '../../platform/db.ts';
import { unitIdsBelow, unitTree } from '../identity/queries.ts';
import type { Judged } from '../lights/domain/light.ts';
import type { ReasonClass } from '../lights/domain/reason.ts';
import type { Colour } from '../lights/domain/rule.ts';
import { exemptionsIn } from '../lights/queries.ts';
import { lightMonth, lightRulesOn } from '../lights/rule-queries.ts';
import { shownName } from '../projects/queries.ts';
import type { LightFigures, LitProject } from './domain/light-figures.ts';
import { type PaperUnit, readerOf } from './gather-queries.ts';

type Row = Readonly<{
  id: string;
  code: string;
  name: string;
  unitId: string;
  colour: Colour;
  dimensions: readonly Judged[];
  ruleVersion: number;
  /** What it showed in the months before, the latest first. */
  before: readonly { month: Month; colour: Colour }[];
  reason: { class: ReasonClass; words: string } | null;
}>;
const monthsBack = 24;

/** What every project of a unit and those below it showed for a month, as last judged: of those still in talks investors stand masked. */
async function rowsOf(tx: Tx, month: Month, unitIds: readonly string[], actor: Actor): Promise<Row[]> {
  const { text, masked } = shownName(readerOf(actor));
  const { rows } = await tx.execute<Row>(sql`
    with shown as (
      select distinct on (l.project_id, l.month) l.project_id, l.month, l.colour, l.dimensions, l.rule_version
      from project_light l join project p on p.id = l.project_id
      where p.unit_id = any(${sql.param([...unitIds])}::uuid[]) and l.month <= ${month} and l.month > ${addMonths(month, -monthsBack)}
      order by l.project_id, l.month, l.recorded_at desc, l.id desc)
    select p.id, p.code, ${text} as name, p.unit_id as "unitId", s.colour, s.dimensions, s.rule_version as "ruleVersion",
      coalesce((select jsonb_agg(jsonb_build_object('month', b.month, 'colour', b.colour) order by b.month desc)
        from shown b where b.project_id = s.project_id and b.month < ${month}), '[]'::jsonb) as before,
      (select jsonb_build_object('class', r.class, 'words', case when ${masked} then '' else r.words end) from light_reason r
        where r.project_id = s.project_id and r.month = ${month} order by r.recorded_at desc, r.id desc limit 1) as reason
    from shown s join project p on p.id = s.project_id where s.month = ${month} order by p.code`);
  return rows;
}

/** How many months running, this one included. */
const running = (month: Month, { colour, before }: Row) => {
  const other = before.findIndex((b, i) => b.colour !== colour || b.month !== addMonths(month, -1 - i));
  return 1 + (other < 0 ? before.length : other);
};

/** What a notice of lights is written from. Refuses paper.month_not_over, paper.no_lights. */
export async function gatherLights(
  tx: Tx,
  { month, unit }: { month: Month; unit: PaperUnit },
  actor: Actor,
  now: Date,
): Promise<LightFigures> {
  if (month > lightMonth(now)) throw refuse('invalid', 'paper.month_not_over', { field: 'month', month });
  const unitIds = await unitIdsBelow(tx, unit.id);
  const tree = await unitTree(tx);
  const names = new Map(tree.map((u) => [u.id, u.name]));
  const place = new Map(tree.map((u, i) => [u.id, i]));
  const rows = (await rowsOf(tx, month, unitIds, actor)).toSorted((a, b) => place.get(a.unitId)! - place.get(b.unitId)!);
  if (rows.length === 0) throw refuse('rule', 'paper.no_lights', { month });
  const exempt = await exemptionsIn(
    tx,
    rows.map((r) => r.id),
    month,
  );
  const isOff = (row: Row) => exempt.has(row.id) && (row.colour === 'yellow' || row.colour === 'red');
  const listed = (colour: Colour): LitProject[] =>
    rows
      .filter((r) => r.colour === colour && !isOff(r))
      .map((r) => ({
        id: r.id,
        code: r.code,
        name: r.name,
        unitName: names.get(r.unitId) ?? '',
        months: running(month, r),
        judged: r.dimensions.filter((d) => d.colour === (r.dimensions[0]?.colour ?? 'none')),
        reason: r.reason,
      }));
  const lastMonth = (r: Row) => r.before.find((b) => b.month === addMonths(month, -1))?.colour;
  const { rules } = await lightRulesOn(tx, lastDayOf(month));
  return {
    month,
    unit,
    asOf: now.toISOString(),
    madeOn: dayOf(now),
    rules: { title: rules.title, version: rows[0]!.ruleVersion },
    shown: rows.map((r) => {
      const { id, code, name, unitId, colour } = r;
      const more = { months: running(month, r), isOff: isOff(r), before: lastMonth(r) ?? null };
      return { id, code, name, unitId, unitName: names.get(unitId) ?? '', colour, ...more };
    }),
    red: listed('red'),
    yellow: listed('yellow'),
  };
}
