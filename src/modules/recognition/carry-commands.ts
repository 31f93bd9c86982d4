import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { command } from '../../platform/command.ts';
import { insertMany } from '../../platform/many-rows.ts';
import { verdict } from './tables.ts';

type Followed = Readonly<{ fromProjectId: string; toProjectId: string; pairs: readonly Readonly<{ fromId: string; toId: string }>[] }>;

/**
 * Verdicts of arrivals that a merger made others of: each in force is given to the arrival it became, as it was given and by whom.
 * Those of the old arrival stay with it. Joins the command that carries the arrivals, which has decided who may.
 */
export const carryVerdicts = command('verdict.carry', async (tx, { fromProjectId, toProjectId, pairs }: Followed, { now }) => {
  const became = new Map(pairs.map((p) => [p.fromId, p.toId]));
  const inForce = await tx
    .select()
    .from(verdict)
    .where(
      sql`${verdict.projectId} = ${fromProjectId} and ${verdict.arrivalId} = any(${sql.param([...became.keys()])}::uuid[])
          and not exists (select 1 from ${verdict} n where n.project_id = ${verdict.projectId} and n.supersedes = ${verdict.id})`,
    );
  const rows = inForce.map((v) => ({
    ...v,
    id: v7(),
    projectId: toProjectId,
    arrivalId: became.get(v.arrivalId)!,
    supersedes: null,
    recordedAt: now,
  }));
  await insertMany(tx, verdict, rows);
  return { result: {}, trace: rows.map((after) => ({ subject: 'arrival', subjectId: after.arrivalId, after })) };
});
