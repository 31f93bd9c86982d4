import { type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { rowsBefore } from '../../kernel/paging.ts';
import { ratio } from '../../kernel/number.ts';
import type { Reader } from '../../platform/db.ts';
import { authoritiesOn, authorityRulesOn } from '../projects/date-queries.ts';
import { basesWithRules } from '../recognition/basis-queries.ts';
import { projectWhere, shownName } from '../projects/queries.ts';
import type { FigureQuery, FigureRow, FigureValue } from './contract.ts';
import { cardOf, cards, type FigureKey } from './domain/card.ts';
import { basisOfFigure } from './domain/recognised.ts';
import type { FigureScope } from './domain/scope.ts';
import { facts, inUnits, knownBy } from './facts-queries.ts';
import type { Figure, Part } from './figures.ts';
import { bucketOf, isSummedBy } from './group-queries.ts';
import { keysOn } from './key-queries.ts';
import { type Reading, readingFor } from './reading-queries.ts';
import { askedOf, scopeFor } from './scope-queries.ts';
import { firstFacts, isKept, totalFacts } from './standing-facts-queries.ts';

const total = ({ where, value }: Part) => sql`coalesce(sum(${value}) filter (where ${where}), 0)::bigint`;
/** Projects that satisfy a condition. */
const counted = (where: SQL) => total({ where, value: sql`n` });
const rowsWhere = (f: Figure) => f.denominator?.where ?? f.numerator.where;

/** Aggregates of one figure under a prefix, so that many share one pass over the facts. */
const aggregates = (key: string, f: Figure): SQL => {
  const name = (suffix: string) => sql.raw(`"${key}_${suffix}"`);
  return sql`${total(f.numerator)} as ${name('n')}, ${f.denominator ? total(f.denominator) : sql`null::bigint`} as ${name('d')},
    ${counted(rowsWhere(f))} as ${name('r')}, ${counted(f.excluded)} as ${name('x')}`;
};

const valueOf = (key: FigureKey, row: Record<string, unknown>): FigureValue => {
  const card = cards[key];
  const n = Number(row[`${key}_n`]);
  return {
    key,
    kind: card.kind,
    version: card.version,
    value: card.kind === 'rate' ? null : n,
    ratio: card.kind === 'rate' ? ratio(n, Number(row[`${key}_d`]), card.decimals) : null,
    rows: Number(row[`${key}_r`]),
    excluded: Number(row[`${key}_x`]),
  };
};

/** Beyond this many, projects with verdicts are read together with all others. */
const mostJudged = 20_000;
/** Facts of at least the projects that have verdicts: of a past day whose sums are kept, only these are read from the entries. */
async function judgedFacts(db: Reader, { base, facts: every, units, scope }: Reading): Promise<() => SQL> {
  if (!base?.monthEnd) return () => every;
  const { rows } = await db.execute<{ id: string }>(sql`
    select distinct v.project_id as id from verdict v where ${knownBy(scope, 'v')}
      and exists (select 1 from project_attribution x where x.project_id = v.project_id and ${inUnits(units)}) limit ${mostJudged + 1}`);
  return () => (rows.length > mostJudged ? every : facts(units, scope, { only: rows.map((r) => r.id) }));
}

async function computed(db: Reader, reading: Reading, keys: readonly FigureKey[]): Promise<FigureValue[]> {
  const { base, thresholds } = reading;
  const kept = base ? keys.filter((key) => isKept(key, reading, thresholds)) : [];
  const of = async (some: readonly FigureKey[], relation: () => SQL, among = sql`true`) => {
    if (some.length === 0) return {};
    const columns = some.map((key) => aggregates(key, reading.figures[key]));
    return (await db.execute(sql`${relation()} select ${sql.join(columns, sql`, `)} from visible where ${among}`)).rows[0]!;
  };
  const recognised = keys.filter((key) => basisOfFigure(key));
  const judged = recognised.length > 0 ? await judgedFacts(db, reading) : () => reading.facts;
  const rest = keys.filter((key) => !kept.includes(key) && !recognised.includes(key));
  const row = {
    ...(await of(kept, () => totalFacts(reading, base!, { of: kept }))),
    ...(await of(rest, () => reading.facts)),
    ...(await of(recognised, judged, sql`is_judged`)),
  };
  return keys.map((key) => valueOf(key, row));
}

/** The named figures (all when none is named) for what the actor may see of the asked scope. */
export async function figureValues(db: Reader, query: FigureQuery, actor: Actor, now: Date, keys?: readonly FigureKey[]) {
  return valuesOf(db, await readingFor(db, query, actor, now), keys);
}
/** The same of what is being read. */
export async function valuesOf(db: Reader, reading: Reading, keys?: readonly FigureKey[]) {
  return { asked: askedOf(reading), figures: await computed(db, reading, keys ?? (await keysOn(db, reading.scope))) };
}

type RowsAsked = Readonly<{
  excluded: boolean;
  dimension?: Parameters<typeof bucketOf>[0] | undefined;
  bucket?: string | undefined;
  page: number;
  size: number;
}>;
type FactRow = Omit<FigureRow, 'value' | 'denominatorValue'> & { value: number; denominator_value: number | null };

/** The projects behind a figure, newest signing first, with what each adds; their sum is the figure. */
export async function figureRows(db: Reader, key: FigureKey, query: FigureQuery & RowsAsked, actor: Actor, now: Date) {
  return rowsOf(db, await readingFor(db, query, actor, now), key, query);
}
/** The same of what is being read. */
export async function rowsOf(db: Reader, reading: Reading, key: FigureKey, query: RowsAsked) {
  const { base, actor } = reading;
  const figure = reading.figures[key];
  const where = query.excluded ? figure.excluded : rowsWhere(figure);
  const bucket = query.dimension ? bucketOf(query.dimension, reading) : null;
  const inBucket =
    bucket && query.bucket !== undefined ? sql`and ${bucket.key} is not distinct from ${query.bucket === '' ? null : query.bucket}` : sql``;
  const chosen = sql`from visible ${bucket?.join ?? sql``} where (${where}) ${inBucket}`;
  const add = (part: Part | undefined) => (part ? sql`(case when ${part.where} then ${part.value} else 0 end)::bigint` : sql`null::bigint`);
  const [n, d] = [add(figure.numerator), add(figure.denominator)];
  const isSummed = base !== null && isKept(key, reading, reading.thresholds) && (!bucket || isSummedBy(query.dimension!));
  // Who reported under another name is listed under it.
  // A project that has since gone to another unit stays in what was reported; what it is called now is theirs.
  const name = shownName(actor);
  const before = rowsBefore(query);
  const first = firstFacts(reading, sql`visible.*, ${n} as value, ${d} as denominator_value`, chosen, before + query.size);
  const { rows } = await db.execute<FactRow>(sql`with found as (${first}), chosen as (
      select * from found order by signed_on desc nulls last, code desc limit ${query.size} offset ${before})
    select c.id as "projectId", c.code, case when not ${projectWhere(actor, 'p')} then p.code when ${name.masked} then ${name.text} else coalesce(c.name, p.name) end as name, c.unit_id as "unitId", u.name as "unitName", c.stage, c.side, c.signed_on as "signedOn",
      ${name.masked} as masked, c.value, c.denominator_value
    from chosen c join project p on p.id = c.id join unit u on u.id = c.unit_id
    order by c.signed_on desc nulls last, c.code desc`);
  const summed = isSummed ? totalFacts(reading, base, { of: [key], byUnit: query.dimension === 'unit' }) : reading.facts;
  const { rows: sums } = await db.execute<{ total: number; sum: number; den: number | null }>(
    sql`${summed} select coalesce(sum(n), 0)::bigint as total, coalesce(sum(${n}), 0)::bigint as sum, sum(${d})::bigint as den ${chosen}`,
  );
  return {
    asked: askedOf(reading),
    items: rows.map(({ denominator_value, ...row }) => ({ ...row, denominatorValue: denominator_value })),
    total: sums[0]!.total,
    sum: sums[0]!.sum,
    denominatorSum: sums[0]!.den,
  };
}

/** Whose dates of starts and production count in a scope; null: as claimed. */
export async function countedDates(db: Reader, { through, rulesBy }: Pick<FigureScope, 'through' | 'rulesBy'>) {
  const { counts } = await authorityRulesOn(db, through, rulesBy);
  const authorities = await authoritiesOn(db, through);
  const named = (code: string) => {
    const { zh, en } = authorities.find((a) => a.code === code) ?? { zh: code, en: code };
    return code === 'claimed' ? null : { zh, en };
  };
  return { started: named(counts.started), production: named(counts.production) };
}

/** All cards, whose dates of starts and production count, and the rules of each 口径; the same for everybody. */
export async function figureCards(db: Reader, { asOf }: Pick<FigureQuery, 'asOf'>, actor: Actor, now: Date) {
  const { scope } = await scopeFor(db, { asOf }, actor, now);
  const bases = await basesWithRules(db, scope);
  return { cards: (await keysOn(db, scope)).map((key) => cardOf(key, bases)), dates: await countedDates(db, scope), bases };
}
