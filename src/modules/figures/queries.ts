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
import type { Figure, Part } from './figures.ts';
import { bucketOf, isSummedBy } from './group-queries.ts';
import { keysOn } from './key-queries.ts';
import { type Reading, readingFor } from './reading-queries.ts';
import { askedOf, scopeFor } from './scope-queries.ts';
import { isKept, totalFacts } from './standing-facts-queries.ts';

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

async function computed(db: Reader, reading: Reading, keys: readonly FigureKey[]): Promise<FigureValue[]> {
  const { off, thresholds } = reading;
  const kept = off ? keys.filter((key) => isKept(key, reading, thresholds)) : [];
  const of = async (some: readonly FigureKey[], relation: () => SQL, among = sql`true`) => {
    if (some.length === 0) return {};
    const columns = some.map((key) => aggregates(key, reading.figures[key]));
    return (await db.execute(sql`${relation()} select ${sql.join(columns, sql`, `)} from visible where ${among}`)).rows[0]!;
  };
  const recognised = keys.filter((key) => basisOfFigure(key));
  const rest = keys.filter((key) => !kept.includes(key) && !recognised.includes(key));
  const row = {
    ...(await of(kept, () => totalFacts(reading, off!, { of: kept }))),
    ...(await of(rest, () => reading.facts)),
    ...(await of(recognised, () => reading.facts, sql`is_judged`)),
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
  const { off, actor } = reading;
  const figure = reading.figures[key];
  const where = query.excluded ? figure.excluded : rowsWhere(figure);
  const bucket = query.dimension ? bucketOf(query.dimension, reading) : null;
  const inBucket =
    bucket && query.bucket !== undefined ? sql`and ${bucket.key} is not distinct from ${query.bucket === '' ? null : query.bucket}` : sql``;
  const chosen = sql`from visible ${bucket?.join ?? sql``} where (${where}) ${inBucket}`;
  const add = (part: Part | undefined) => (part ? sql`(case when ${part.where} then ${part.value} else 0 end)::bigint` : sql`null::bigint`);
  const [n, d] = [add(figure.numerator), add(figure.denominator)];
  const isSummed = off !== null && isKept(key, reading, reading.thresholds) && (!bucket || isSummedBy(query.dimension!));
  const every = reading.facts;
  // Who reported under another name is listed under it.
  // A project that has since gone to another unit stays in what was reported; what it is called now is theirs.
  const name = shownName(actor);
  const { rows } = await db.execute<FactRow>(sql`${every}, chosen as (
      select visible.*, ${n} as value, ${d} as denominator_value ${chosen}
      order by signed_on desc nulls last, code desc limit ${query.size} offset ${rowsBefore(query)})
    select c.id as "projectId", c.code, case when not ${projectWhere(actor, 'p')} then p.code when ${name.masked} then ${name.text} else coalesce(c.name, p.name) end as name, c.unit_id as "unitId", u.name as "unitName", c.stage, c.side, c.signed_on as "signedOn",
      ${name.masked} as masked, c.value, c.denominator_value
    from chosen c join project p on p.id = c.id join unit u on u.id = c.unit_id
    order by c.signed_on desc nulls last, c.code desc`);
  const summed = isSummed ? totalFacts(reading, off, { of: [key], byUnit: query.dimension === 'unit' }) : every;
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
