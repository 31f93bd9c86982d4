import { type SQL, sql } from 'drizzle-orm';
import type { Reader } from '../../platform/db.ts';
import { totalBands } from './domain/standing.ts';
import { listTotal, projectSearch, projectStanding, standingTotal } from './tables.ts';

const started = sql`('building', 'completed', 'producing', 'at_capacity')`;
const producing = sql`('producing', 'at_capacity')`;
const bands = sql.raw(`array[${totalBands.join(', ')}]::bigint[]`);
const standingSums = ['total_fen', 'agreed_fen', 'attracted_fen', 'fixed_fen', 'arrived_fen', 'invested_fen'] as const;
const sumsOf = (alias: string) => sql.raw(standingSums.map((c) => `${alias}.${c}`).join(', '));
const standingKey = 'unit_id, kind, period, stage, side, band';
const listKey = 'unit_id, facet, industry_code, band, stage, side, is_signed, is_started, is_arrived';

/**
 * The lines by which standings `s` (rows with the columns of project_standing) are in the sums, each `sign` times. Days of signing are
 * kept while a start is awaited, for its deadline is a day; after that the month is enough.
 */
export const standingLines = (from: SQL, sign: 1 | -1): SQL => sql`
  select s.unit_id, k.kind, k.period, s.stage, s.side, k.band, ${sql.raw(`${sign}`)}::bigint as projects,
    ${sql.raw(standingSums.map((c) => `${sign} * s.${c} as ${c}`).join(', '))}
  from ${from} s cross join lateral (values
    ('ledger', null, 0::bigint, true),
    ('signed', case when s.stage in ${started} then left(s.signed_on, 7) else s.signed_on end, 0, s.signed_on is not null),
    ('opened', left(s.started_on, 7), 0, s.stage in ${started} and s.started_on is not null),
    ('produced', left(s.production_on, 7), 0, s.stage in ${producing} and s.production_on is not null),
    ('arrived', null, 0, s.arrived_fen <> 0),
    ('invested', left(s.started_on, 4), coalesce((${bands})[width_bucket(s.total_fen, ${bands})], 0), s.invested_from is not null)
  ) k (kind, period, band, counts) where k.counts`;

/** The band of an amount: its first digit with noughts behind, as `amountBand` of the domain says it. */
const bandOf = (column: string) =>
  sql.raw(`case when s.${column} < 0 then -1 when s.${column} < 10 then s.${column}
    else s.${column} - s.${column} % (10 ^ (length(s.${column}::text) - 1))::bigint end`);

/** The lines by which the same standings are in the sums of lists: one for each facet that lists are narrowed by. */
export const listLines = (from: SQL, sign: 1 | -1): SQL => sql`
  select s.unit_id, k.facet, k.industry_code, k.band, s.stage, s.side, s.signed_on is not null as is_signed, s.dated_start as is_started,
    s.arrived_fen > 0 as is_arrived, ${sql.raw(`${sign}`)}::bigint as projects,
    ${sql.raw(standingSums.map((c) => `${sign} * s.${c} as ${c}`).join(', '))}
  from ${from} s cross join lateral (values ('industry', s.industry_code, 0::bigint), ('total', null, ${bandOf('total_fen')}),
    ('agreed', null, ${bandOf('agreed_fen')}), ('arrived', null, ${bandOf('arrived_fen')}), ('invested', null, ${bandOf('invested_fen')})
  ) k (facet, industry_code, band)`;

const addedUpBy = (key: string, lines: SQL): SQL => sql`
  select ${sql.raw(key)}, sum(projects)::bigint as projects, ${sql.raw(standingSums.map((c) => `sum(${c})::bigint as ${c}`).join(', '))}
  from (${lines}) l group by ${sql.raw(key)}
  having sum(projects) <> 0 or ${sql.raw(standingSums.map((c) => `sum(${c}) <> 0`).join(' or '))}`;
/** Lines of one key added up; what cancels out is not there. */
export const addedUp = (lines: SQL): SQL => addedUpBy(standingKey, lines);
export const listAddedUp = (lines: SQL): SQL => addedUpBy(listKey, lines);

/** What the rows of the projects and their logs say the standings are; `investedFrom` has project_id and invested_from. */
export const standingsFromRows = (where: SQL, investedFrom: SQL): SQL => sql`
  select p.id as project_id, p.code, p.unit_id, p.industry_code, p.park_id, p.leader_id, p.stage, p.side, p.signed_on,
    coalesce(p.started_on, t.started_on) as started_on, coalesce(p.production_on, t.production_on) as production_on, i.invested_from,
    coalesce(p.total_fen, 0) as total_fen, p.agreed_fen, p.attracted_fen, p.fixed_fen, p.arrived_fen, p.invested_fen,
    p.started_on is not null as dated_start
  from project p left join lateral (
      select min(c.happened_on) as started_on, min(c.happened_on) filter (where c.to_stage in ${producing}) as production_on
      from stage_change c where c.project_id = p.id and c.to_stage in ${started}) t on true
    left join ${investedFrom} i on i.project_id = p.id
  where ${where}`;

/** What the rows of the projects say that words find. */
export const searchFromRows = (where: SQL): SQL => sql`
  select p.id as project_id, p.unit_id, p.updated_at, p.total_fen, p.agreed_fen, p.attracted_fen, p.fixed_fen, p.arrived_fen, p.invested_fen,
    p.stage, project_words(p.name, p.name_key, p.investor_name, p.investor_key, p.initials) as words, 
    case when p.stage in ('planning', 'negotiating') then search_key(p.masked_name) end as masked_words
  from project p where ${where}`;

export type StandingDifference = Readonly<{ total: 'standing'; about: string; kept: unknown; recomputed: unknown }>;
/**
 * Recomputes every standing, what words find, and every sum of standings and of lists, and answers with what differs, at most a hundred each. `investedFrom` is what
 * the funds room says: project_id and invested_from.
 */
export async function verifyStandings(db: Reader, investedFrom: SQL): Promise<StandingDifference[]> {
  const different = async (fresh: SQL, kept: SQL, about: SQL) => {
    const { rows } = await db.execute<{ about: string; kept: unknown; recomputed: unknown }>(sql`
      with fresh as (${fresh}), kept as (${kept}), lacking as (select * from fresh except all select * from kept),
        surplus as (select * from kept except all select * from fresh)
      select ${about} as about, null as kept, to_jsonb(x) as recomputed from lacking x
      union all select ${about}, to_jsonb(x), null from surplus x order by 1 limit 100`);
    return rows.map((row) => ({ total: 'standing' as const, ...row }));
  };
  const standings = sql`select * from ${projectStanding}`;
  return [
    ...(await different(standingsFromRows(sql`true`, investedFrom), standings, sql`x.code`)),
    ...(await different(searchFromRows(sql`true`), sql`select * from ${projectSearch}`, sql`x.words`)),
    ...(await different(addedUp(standingLines(sql`${projectStanding}`, 1)), addedUp(sql`select * from ${standingTotal}`), sql`x.kind`)),
    ...(await different(listAddedUp(listLines(sql`${projectStanding}`, 1)), listAddedUp(sql`select * from ${listTotal}`), sql`x.facet`)),
  ];
}

const columnsBy = (key: string) => sql`${sql.raw(key)}, projects, ${sumsOf('l')}`;
export const standingLineColumns = columnsBy(standingKey);
export const listLineColumns = columnsBy(listKey);
