import { type SQL, sql } from 'drizzle-orm';
import type { Month } from '../../kernel/day.ts';
import { lastDayOf } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { authorityRulesOn } from '../projects/date-queries.ts';
import { cards } from './domain/card.ts';
import type { FigureScope } from './domain/scope.ts';
import { facts } from './facts-queries.ts';
import { figures, type Part } from './figures.ts';
import { keysOn } from './key-queries.ts';
import { thresholdsOf } from './scope-queries.ts';

/** What a closing keeps figures for: since the ledger began, since January, and the month alone. */
export const closingPeriods = ['all', 'year', 'month'] as const;
type ClosingPeriod = (typeof closingPeriods)[number];
const firstOf: Record<ClosingPeriod, (month: Month) => Month | null> = {
  all: () => null,
  year: (month) => `${month.slice(0, 4)}-01`,
  month: (month) => month,
};

const amount = ({ where, value }: Part) => sql`(case when ${where} then ${value} else 0 end)`;
const sum = (part: Part) => sql`coalesce(sum(${part.value}) filter (where ${part.where}), 0)::bigint`;

type Closed = Readonly<{ month: Month; lastAt: string; lastId: string; closedAt: string }>;
/**
 * Every figure by unit as of a closing, as a relation (unit_id, figure, version, numerator, denominator, rows, digest); units where a
 * figure has neither rows nor value are not in it. The digest is over what each project adds.
 */
export async function figuresOfClosing(db: Reader, { month, lastAt, lastId, closedAt }: Closed, period: ClosingPeriod): Promise<SQL> {
  const through = lastDayOf(month);
  const dates = (await authorityRulesOn(db, through, closedAt)).counts;
  const cut = { asOf: lastAt, asOfId: lastId, rulesBy: closedAt };
  const scope: FigureScope = { from: firstOf[period](month), through, ...cut, unitId: null, dates };
  const all = figures(through, await thresholdsOf(db, scope));
  const keys = await keysOn(db, scope);
  const columns = keys.map((key, i) => {
    const f = all[key];
    const rows = f.denominator?.where ?? f.numerator.where;
    const adds = f.denominator ? sql`${amount(f.numerator)} || '/' || ${amount(f.denominator)}` : sql`${amount(f.numerator)}::text`;
    const name = (part: string) => sql.raw(`${part}${i}`);
    return sql`${sum(f.numerator)} as ${name('n')}, ${f.denominator ? sum(f.denominator) : sql`null::bigint`} as ${name('d')},
      count(*) filter (where ${rows})::int as ${name('r')},
      md5(coalesce(string_agg(id::text || ':' || ${adds}, ',' order by id) filter (where ${rows}), '')) as ${name('h')}`;
  });
  const lines = keys.map((key, i) => sql.raw(`('${key}', '${cards[key].version}', n${i}, d${i}, r${i}, h${i})`));
  return sql`(${facts('all', scope)}, by_unit as (select unit_id, ${sql.join(columns, sql`, `)} from visible group by unit_id)
    select b.unit_id, f.figure, f.version, f.numerator, f.denominator, f.rows, f.digest from by_unit b
      cross join lateral (values ${sql.join(lines, sql`, `)}) f (figure, version, numerator, denominator, rows, digest)
    where f.rows > 0 or f.numerator <> 0)`;
}
