import { sql } from 'drizzle-orm';
import type { Reader } from '../../platform/db.ts';
import type { ClaimState } from './domain/claim.ts';

type LiveClaim = Readonly<{ id: string; state: ClaimState; month: string }>;
/** The claim that each of these arrivals is in and that has not come to its end, by arrival. */
export async function liveClaims(
  db: Reader,
  keys: readonly Readonly<{ id: string; projectId: string }>[],
): Promise<Map<string, LiveClaim>> {
  const list = (field: 'id' | 'projectId') => sql`any(${sql.param(keys.map((k) => k[field]))}::uuid[])`;
  const { rows } = await db.execute<LiveClaim & { arrivalId: string }>(sql`
    select l.arrival_id as "arrivalId", c.id, c.state, c.month from claim_line l join verdict_claim c on c.id = l.claim_id and c.round = l.round
    where l.project_id = ${list('projectId')} and l.arrival_id = ${list('id')} and c.state in ('open', 'returned')`);
  return new Map(rows.map(({ arrivalId, ...claim }) => [arrivalId, claim]));
}
