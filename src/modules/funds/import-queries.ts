import { and, asc, eq, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Reader } from '../../platform/db.ts';
import type { HeldAgreement, HeldMoney } from '../projects/domain/import-money.ts';
import { projectWhere, shownName } from '../projects/queries.ts';
import { project } from '../projects/tables.ts';
import { arrivalKey } from './domain/entry.ts';
import { plainRate } from './domain/money-entry.ts';
import { inForce } from './known-queries.ts';
import { agreement, arrival } from './tables.ts';

const idsIn = (ids: readonly string[]) => sql`any(${sql.param([...ids])}::uuid[])`;

/** Agreements in force and what arrived, of projects that a ledger names again. */
export async function heldMoney(db: Reader, projectIds: readonly string[]): Promise<Map<string, HeldMoney>> {
  if (projectIds.length === 0) return new Map();
  const deals = await db
    .select()
    .from(agreement)
    .where(and(sql`${agreement.projectId} = ${idsIn(projectIds)}`, inForce(agreement)))
    .orderBy(asc(agreement.recordedAt), asc(agreement.id));
  const sums = await db
    .select({
      projectId: arrival.projectId,
      currency: arrival.currency,
      minor: sql<number>`sum(${arrival.amountMinor})::bigint`,
      fen: sql<number>`sum(${arrival.amountFen})::bigint`,
    })
    .from(arrival)
    .where(sql`${arrival.projectId} = ${idsIn(projectIds)}`)
    .groupBy(arrival.projectId, arrival.currency);
  const [dealsOf, sumsOf] = [Map.groupBy(deals, (d) => d.projectId), Map.groupBy(sums, (s) => s.projectId)];
  return new Map(
    projectIds.map((id) => [
      id,
      {
        agreements: (dealsOf.get(id) ?? []).map(({ rate, ...d }): HeldAgreement => ({ ...d, rate: plainRate(rate) })),
        arrived: Object.fromEntries((sumsOf.get(id) ?? []).map(({ currency, minor, fen }) => [currency, { minor, fen }])),
      },
    ]),
  );
}

export type HeldArrival = Readonly<{
  id: string;
  projectId: string;
  arrivedOn: string;
  currency: string;
  rate: string;
  amountMinor: number;
  kind: string;
  payer: string | null;
  payerRegion: string | null;
  payerDivision: string | null;
  voucherNo: string | null;
  voucherOn: string | null;
  remark: string | null;
  externalRef: string | null;
  key: string;
}>;
/** Arrivals in force of these projects, in the order in which they were recorded. */
export async function heldArrivals(db: Reader, projectIds: readonly string[]): Promise<HeldArrival[]> {
  if (projectIds.length === 0) return [];
  const { id, projectId, arrivedOn, currency, rate, amountMinor, kind, remark, externalRef } = arrival;
  const { payer, payerRegion, payerDivision, voucherNo, voucherOn } = arrival;
  const paper = { payer, payerRegion, payerDivision, voucherNo, voucherOn };
  const rows = await db
    .select({ id, projectId, arrivedOn, currency, rate, amountMinor, kind, ...paper, remark, externalRef })
    .from(arrival)
    .where(and(sql`${projectId} = ${idsIn(projectIds)}`, inForce(arrival)))
    .orderBy(asc(arrival.recordedAt), asc(arrival.id));
  return rows.map((row) => ({ ...row, rate: plainRate(row.rate), key: arrivalKey(row) }));
}

/** Arrivals in force that the actor may bring in again, in batches, with the code of their project. */
export async function* arrivalsForSheet(db: Reader, actor: Actor, size = 1000) {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await db
      .select({ arrival, code: project.code })
      .from(arrival)
      .innerJoin(project, eq(project.id, arrival.projectId))
      .where(
        and(sql`${arrival.id} > ${after}::uuid`, inForce(arrival), projectWhere(actor), sql`not ${shownName(actor, 'project').masked}`),
      )
      .orderBy(asc(arrival.id))
      .limit(size);
    if (rows.length === 0) return;
    after = rows.at(-1)!.arrival.id;
    yield rows;
  }
}
