import { sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Day } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { projectWhere, shownName } from '../projects/queries.ts';

export type HeldPermit = Readonly<{
  projectId: string;
  id: string;
  key: string;
  name: string;
  appliedOn: Day | null;
  acceptedOn: Day | null;
  decidedOn: Day | null;
}>;
const dates = sql`s.applied_on as "appliedOn", s.accepted_on as "acceptedOn", s.decided_on as "decidedOn"`;
const from = sql`from permit_item i join permit_standing s on s.project_id = i.project_id and s.permit_id = i.id`;

/** The approvals of these projects, by project. */
export async function heldPermits(db: Reader, projectIds: readonly string[]): Promise<Map<string, HeldPermit[]>> {
  if (projectIds.length === 0) return new Map();
  const { rows } = await db.execute<HeldPermit>(sql`
    select i.project_id as "projectId", i.id, i.key, i.name, ${dates} ${from}
    where i.project_id = any(${sql.param([...projectIds])}::uuid[])`);
  return Map.groupBy(rows, (r) => r.projectId);
}

type SheetPermit = Readonly<{
  project: string;
  class: string;
  permit: string;
  stage: string;
  role: string;
  legalDays: string;
  promisedDays: string;
  appliedOn: Day | null;
  acceptedOn: Day | null;
  decidedOn: Day | null;
  outcome: string | null;
}>;
/** The approvals of projects that the actor may see and whose investor is no secret from them, as a sheet has them, in batches. */
export async function* permitsInForce(db: Reader, actor: Actor, size = 1000): AsyncGenerator<SheetPermit[]> {
  for (let at = 0; ; at += size) {
    const { rows } = await db.execute<SheetPermit>(sql`
      select p.code as project, i.class, i.name as permit, i.stage, i.role, i.legal_days::float8::text as "legalDays",
        i.promised_days::float8::text as "promisedDays", ${dates},
        case when s.state in ('granted', 'declined') then s.state end as outcome
      ${from} join project p on p.id = i.project_id
      where ${projectWhere(actor, 'p')} and not ${shownName(actor).masked} and s.state <> 'dropped'
      order by i.project_id, i.order_no, i.id limit ${size} offset ${at}`);
    if (rows.length === 0) return;
    yield rows;
  }
}
