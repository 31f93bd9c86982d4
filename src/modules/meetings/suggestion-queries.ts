import { sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import type { Reader } from '../../platform/db.ts';
import type { Judged } from '../lights/domain/light.ts';
import { followsOf } from '../lights/follow-queries.ts';
import type { Side, Stage } from '../projects/domain/stage.ts';
import { projectWhere, shownName } from '../projects/queries.ts';
import type { meetingsContract } from './contract.ts';
import { may } from './policy.ts';
import { lettersOf } from './task-queries.ts';

type C = typeof meetingsContract;
type Lit = Readonly<{
  projectId: string;
  projectName: string;
  unitId: string;
  unitName: string;
  stage: Stage;
  side: Side | null;
  colour: 'yellow' | 'red';
  since: string;
  month: string;
  why: Judged[];
}>;

/**
 * Lights that have stood until the rules ask for a talk or a letter of supervision, which nobody has done since; the longest first. For those
 * alone who issue tasks: whether one is issued stays theirs to decide.
 */
export async function suggestedTasks(db: Reader, actor: Actor, now: Date): Promise<Result<C['suggested']>> {
  if (!may.issue(actor)) return { items: [] };
  const { rows } = await db.execute<Lit>(sql`
    select p.id as "projectId", ${shownName(actor).text} as "projectName", p.unit_id as "unitId", u.name as "unitName", p.stage, p.side, s.colour,
      s.since, s.month, coalesce(l.dimensions, '[]'::jsonb) as why
    from light_standing s join project p on p.id = s.project_id join unit u on u.id = p.unit_id
      left join lateral (select dimensions from project_light where project_id = s.project_id and month = s.month
        order by recorded_at desc, id desc limit 1) l on true
    where p.side is null and s.colour in ('yellow', 'red') and not s.is_exempt and ${projectWhere(actor, 'p')}
    order by s.since, p.code`);
  const lights = rows.map(({ unitId, stage, side, ...light }) => ({ ...light, isExempt: false, project: { unitId, stage, side } }));
  const follows = await followsOf(db, lights, { actor, now }, lettersOf);
  const items = rows.flatMap(({ projectId, projectName, unitId, unitName, colour, why }) => {
    const { months, asks: raise } = follows.get(projectId) ?? { asks: null };
    return raise ? [{ projectId, projectName, unitId, unitName, colour, months, raise, why }] : [];
  });
  return { items };
}
