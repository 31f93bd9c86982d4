import { sql } from 'drizzle-orm';
import type { Month, PartialDate } from '../../kernel/day.ts';
import type { Fen } from '../../kernel/money.ts';
import { command } from '../../platform/command.ts';
import { refreshStandings } from './standing-commands.ts';

const sums = ['agreedFen', 'attractedFen', 'fixedFen', 'arrivedFen', 'investedFen'] as const;
/**
 * What entries of the funds room add to a project's running totals (fen, negative for reversals); `signedOn` is set when it is named;
 * `investedFrom` is the first month of investment among them.
 */
export type TotalsChange = Readonly<
  { projectId: string; signedOn?: PartialDate | null; investedFrom?: Month } & { [S in (typeof sums)[number]]?: Fen }
>;

/** Changes of one project added up; the last `signedOn` named counts. */
function byProject(changes: readonly TotalsChange[]) {
  const found = new Map<string, Record<string, unknown>>();
  for (const change of changes) {
    const total = found.get(change.projectId) ?? { project_id: change.projectId, sets: false, signed_on: null };
    for (const s of sums) total[s] = Number(total[s] ?? 0) + (change[s] ?? 0);
    found.set(change.projectId, change.signedOn === undefined ? total : { ...total, sets: true, signed_on: change.signedOn });
  }
  return [...found.values()];
}

/**
 * Adds to the running totals of projects, a batch at once, inside the transaction that appended the entries and holds the
 * projects; those entries carry the trace. The version stays: totals are nobody's edit.
 */
export const postTotals = command('project.post_totals', async (tx, changes: readonly TotalsChange[], { now }) => {
  const rows = byProject(changes);
  if (rows.length === 0) return { result: {}, trace: [] };
  const ids = rows.map((r) => r['project_id'] as string);
  await tx.execute(sql`
    update project p set agreed_fen = p.agreed_fen + r."agreedFen", attracted_fen = p.attracted_fen + r."attractedFen",
      fixed_fen = p.fixed_fen + r."fixedFen", arrived_fen = p.arrived_fen + r."arrivedFen", invested_fen = p.invested_fen + r."investedFen",
      signed_on = case when r.sets then r.signed_on else p.signed_on end, updated_at = ${now}
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(project_id uuid, sets boolean, signed_on text, "agreedFen" bigint,
      "attractedFen" bigint, "fixedFen" bigint, "arrivedFen" bigint, "investedFen" bigint)
    where p.id = r.project_id`);
  await refreshStandings(tx, ids, new Map(changes.flatMap((c) => (c.investedFrom ? [[c.projectId, c.investedFrom]] : []))));
  return { result: {}, trace: [] };
});
