import { sql } from 'drizzle-orm';
import type { Month } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import type { InvestmentParts } from '../funds/domain/investment-check.ts';
import { inForce } from '../funds/known-queries.ts';
import { investment } from '../funds/tables.ts';
import type { LedgerMonth } from './domain/report.ts';

/** What the ledger holds for a month to be reported, and the entry that an earlier report of it has put there. */
export type KnownMonth = LedgerMonth & Readonly<{ own: (InvestmentParts & Readonly<{ id: string }>) | null }>;
const nothing: KnownMonth = {
  typed: { civilFen: 0, installationFen: 0, equipmentFen: 0, otherFen: 0 },
  earlierYearsFen: 0,
  earlierThisYearFen: 0,
  own: null,
};

type Row = InvestmentParts & Readonly<{ projectId: string; earlierYearsFen: number; earlierThisYearFen: number; own: KnownMonth['own'] }>;

/** The ledger up to and with a month of these projects; `covers` are the months that its report is about. */
export async function ledgerMonths(
  db: Reader,
  projectIds: readonly string[],
  month: Month,
  covers: readonly Month[],
): Promise<(projectId: string) => KnownMonth> {
  const first = covers[0] ?? month;
  const { rows } = await db.execute<Row>(sql`
    with own as (
      select d.project_id, d.investment_id from month_report_decision d
        join month_report r on r.project_id = d.project_id and r.id = d.report_id
      where d.project_id = any(${sql.param([...projectIds])}::uuid[]) and r.month = ${month} and d.investment_id is not null),
    known as (
      select i.*, o.investment_id is not null as is_own
      from (select * from ${investment} where ${inForce(investment)}
          and project_id = any(${sql.param([...projectIds])}::uuid[]) and month <= ${month}) i
        left join own o on o.project_id = i.project_id and o.investment_id = i.id)
    select project_id as "projectId",
      coalesce(sum(amount_fen) filter (where month < ${`${month.slice(0, 4)}-01`} and month < ${first}), 0)::bigint as "earlierYearsFen",
      coalesce(sum(amount_fen) filter (where month >= ${`${month.slice(0, 4)}-01`} and month < ${first}), 0)::bigint as "earlierThisYearFen",
      ${typed('civil')} as "civilFen", ${typed('installation')} as "installationFen", ${typed('equipment')} as "equipmentFen",
      ${typed('other')} as "otherFen",
      (json_agg(json_build_object('id', id, 'civilFen', civil_fen, 'installationFen', installation_fen, 'equipmentFen', equipment_fen,
        'otherFen', other_fen)) filter (where is_own)) -> 0 as own
    from known cross join (select ${first}::text as first_month) f group by project_id`);
  const found = new Map(
    rows.map(({ projectId, earlierYearsFen, earlierThisYearFen, own, ...sums }): [string, KnownMonth] => [
      projectId,
      { typed: sums, earlierYearsFen, earlierThisYearFen, own },
    ]),
  );
  return (projectId) => found.get(projectId) ?? nothing;
}

const typed = (part: string) =>
  sql`coalesce(sum(${sql.identifier(`${part}_fen`)}) filter (where month >= first_month and not is_own), 0)::bigint`;
