import { type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { ratio } from '../../kernel/number.ts';
import type { Reader } from '../../platform/db.ts';
import { authoritiesOn, authorityRulesOn } from '../projects/date-queries.ts';
import { projectWhere, shownName } from '../projects/queries.ts';
import type { FigureQuery, FigureRow, FigureValue } from './contract.ts';
import { cards, type FigureKey, figureKeys } from './domain/card.ts';
import type { FigureScope } from './domain/scope.ts';
import { facts } from './facts-queries.ts';
import { type Figure, type Part, figures } from './figures.ts';
import { bucketOf } from './group-queries.ts';
import { type Asked, askedOf, scopeFor, thresholdsOf } from './scope-queries.ts';

const total = ({ where, value }: Part) => sql`coalesce(sum(${value}) filter (where ${where}), 0)::bigint`;
const rowsOf = (f: Figure) => f.denominator?.where ?? f.numerator.where;

/** Aggregates of one figure under a prefix, so that many share one pass over the facts. */
const aggregates = (key: string, f: Figure): SQL => {
  const name = (suffix: string) => sql.raw(`"${key}_${suffix}"`);
  return sql`${total(f.numerator)} as ${name('n')}, ${f.denominator ? total(f.denominator) : sql`null::bigint`} as ${name('d')},
    count(*) filter (where ${rowsOf(f)}) as ${name('r')}, count(*) filter (where ${f.excluded}) as ${name('x')}`;
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

async function computed(db: Reader, asked: Asked, keys: readonly FigureKey[]): Promise<FigureValue[]> {
  const all = figures(asked.scope.through, await thresholdsOf(db, asked.scope));
  const columns = sql.join(
    keys.map((key) => aggregates(key, all[key])),
    sql`, `,
  );
  const { rows } = await db.execute(sql`${facts(asked.units, asked.scope)} select ${columns} from visible`);
  return keys.map((key) => valueOf(key, rows[0]!));
}

/** The named figures (all when none is named) for what the actor may see of the asked scope. */
export async function figureValues(db: Reader, query: FigureQuery, actor: Actor, now: Date, keys: readonly FigureKey[] = figureKeys) {
  const asked = await scopeFor(db, query, actor, now);
  return { asked: askedOf(asked), figures: await computed(db, asked, keys) };
}

type RowsQuery = FigureQuery & {
  excluded: boolean;
  dimension?: Parameters<typeof bucketOf>[0] | undefined;
  bucket?: string | undefined;
  page: number;
  pageSize: number;
};
type FactRow = Omit<FigureRow, 'value' | 'denominatorValue'> & { value: number; denominator_value: number | null };

/** The projects behind a figure, newest signing first, with what each adds; their sum is the figure. */
export async function figureRows(db: Reader, key: FigureKey, query: RowsQuery, actor: Actor, now: Date) {
  const asked = await scopeFor(db, query, actor, now);
  const figure = figures(asked.scope.through, await thresholdsOf(db, asked.scope))[key];
  const where = query.excluded ? figure.excluded : rowsOf(figure);
  const bucket = query.dimension ? bucketOf(query.dimension, asked) : null;
  const inBucket =
    bucket && query.bucket !== undefined ? sql`and ${bucket.key} is not distinct from ${query.bucket === '' ? null : query.bucket}` : sql``;
  const add = (part: Part | undefined) => (part ? sql`(case when ${part.where} then ${part.value} else 0 end)::bigint` : sql`null::bigint`);
  const base = sql`${facts(asked.units, asked.scope)}, chosen as (
    select visible.*, ${add(figure.numerator)} as value, ${add(figure.denominator)} as denominator_value
    from visible ${bucket?.join ?? sql``} where (${where}) ${inBucket})`;
  // Who reported under another name is listed under it.
  // A project that has since gone to another unit stays in what was reported; what it is called now is theirs.
  const name = shownName(actor);
  const { rows } = await db.execute<FactRow>(sql`${base}
    select c.id as "projectId", c.code, case when not ${projectWhere(actor, 'p')} then p.code when ${name.masked} then ${name.text} else coalesce(c.name, p.name) end as name, c.unit_id as "unitId", u.name as "unitName", c.stage, c.side, c.signed_on as "signedOn",
      ${name.masked} as masked, c.value, c.denominator_value
    from chosen c join project p on p.id = c.id join unit u on u.id = c.unit_id
    order by c.signed_on desc nulls last, c.code desc limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`);
  const { rows: sums } = await db.execute<{ total: number; sum: number; den: number | null }>(
    sql`${base} select count(*)::bigint as total, coalesce(sum(value), 0)::bigint as sum, sum(denominator_value)::bigint as den from chosen`,
  );
  return {
    asked: askedOf(asked),
    items: rows.map(({ denominator_value, ...row }) => ({ ...row, denominatorValue: denominator_value })),
    total: sums[0]!.total,
    sum: sums[0]!.sum,
    denominatorSum: sums[0]!.den,
  };
}

/** Whose dates of starts and production count in a scope; null: as claimed. */
export async function countedDates(db: Reader, { through, rulesBy }: Pick<FigureScope, 'through' | 'rulesBy'>) {
  const [{ counts }, authorities] = await Promise.all([authorityRulesOn(db, through, rulesBy), authoritiesOn(db, through)]);
  const named = (code: string) => {
    const { zh, en } = authorities.find((a) => a.code === code) ?? { zh: code, en: code };
    return code === 'claimed' ? null : { zh, en };
  };
  return { started: named(counts.started), production: named(counts.production) };
}

/** All cards, and whose dates of starts and production count; the same for everybody. */
export async function figureCards(db: Reader, { asOf }: Pick<FigureQuery, 'asOf'>, actor: Actor, now: Date) {
  const { scope } = await scopeFor(db, { asOf }, actor, now);
  return { cards: figureKeys.map((key) => cards[key]), dates: await countedDates(db, scope) };
}
