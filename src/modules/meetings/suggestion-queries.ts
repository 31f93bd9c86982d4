import { sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import { type Day, dayOf, startOfDay } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { reached } from '../lights/domain/escalation.ts';
import { escalationOn } from '../lights/rule-queries.ts';
import { isConfidentialStage, type Stage } from '../projects/domain/stage.ts';
import { projectWhere, shownName } from '../projects/queries.ts';
import type { meetingsContract } from './contract.ts';
import { may } from './policy.ts';

type C = typeof meetingsContract;
type Lit = Readonly<{
  projectId: string;
  projectName: string;
  unitId: string;
  unitName: string;
  leaderId: string | null;
  stage: Stage;
  colour: 'yellow' | 'red';
  since: string;
  month: string;
  issuedAt: string | null;
}>;

/**
 * Lights that have stood until the rules ask for a talk or a letter of supervision, and of whose project no task was issued since; the longest
 * first. For those alone who issue tasks: whether one is issued stays theirs to decide.
 */
export async function suggestedTasks(db: Reader, actor: Actor, now: Date): Promise<Result<C['suggested']>> {
  if (!may.issue(actor)) return { items: [] };
  const { escalation } = await escalationOn(db, dayOf(now));
  const { rows } = await db.execute<Lit>(sql`
    select p.id as "projectId", ${shownName(actor).text} as "projectName", p.unit_id as "unitId", u.name as "unitName", p.leader_id as "leaderId",
      p.stage, s.colour, s.since, s.month, (select max(t.issued_at) from supervision t where t.project_id = p.id) as "issuedAt"
    from light_standing s join project p on p.id = s.project_id join unit u on u.id = p.unit_id
    where p.side is null and s.colour in ('yellow', 'red') and not s.is_exempt and ${projectWhere(actor, 'p')}
    order by s.since, p.code`);
  const isIssued = ({ issuedAt }: Lit, since: Day) => issuedAt !== null && new Date(issuedAt) >= startOfDay(since);
  const items = rows.flatMap((row) => {
    const found = isConfidentialStage(row.stage) ? null : reached(escalation, row);
    if (!found?.stage.raise || isIssued(row, found.since)) return [];
    const { projectId, projectName, unitId, unitName, leaderId, colour } = row;
    return [{ projectId, projectName, unitId, unitName, leaderId, colour, months: found.months, raise: found.stage.raise }];
  });
  return { items };
}
