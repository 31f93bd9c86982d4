import type { Actor } from '../../kernel/actor.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import type { Download } from '../../platform/http.ts';
import { unitTree } from '../identity/queries.ts';
import { readName, visibleProject } from '../projects/queries.ts';
import { planOf } from './plan-queries.ts';
import { scheduleDocument } from './schedule-document.ts';

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
/** 倒排工期表 of a project, for those who may see it. Refuses project.unknown, milestone.no_plan. */
export async function planSheet(db: Reader, id: string, actor: Actor, now: Date): Promise<Download> {
  const project = await visibleProject(db, id, actor);
  const plan = await planOf(db, id, actor, now);
  if (plan.plans.length === 0) throw refuse('not_found', 'milestone.no_plan', { id });
  const name = readName(actor, project);
  const unit = (await unitTree(db)).find((u) => u.id === project.unitId)?.name ?? '';
  const body = await scheduleDocument({ name, code: project.code, unit, madeBy: actor.name }, plan);
  return { filename: `${name}倒排工期表.docx`, contentType: docx, body };
}
