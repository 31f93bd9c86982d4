import { type Actor, hasRole, inScope, isBusiness, mayKnowInvestor } from '../../kernel/actor.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { isConfidentialStage, type Side, type Stage } from '../projects/domain/stage.ts';

/** Only what decides. */
type Project = Readonly<{ unitId: string; stage: Stage; side: Side | null }>;
type Report = Readonly<{ recordedBy: string }>;
const isOf = (a: Actor, p: Pick<Project, 'unitId'>) => a.unitIds.includes(p.unitId);

export const may = {
  read: (a: Actor, p: Project) => isBusiness(a) && inScope(a, p.unitId),
  /** What is said of a project in talks tells its investor. */
  knowWords: (a: Actor, p: Project) => !isConfidentialStage(p.stage) || mayKnowInvestor(a, p.unitId),
  /** Who records what was invested reports it too; a project that stands aside reports nothing. */
  report: (a: Actor, p: Project) =>
    p.side === null &&
    !isConfidentialStage(p.stage) &&
    (hasRole(a, 'promotion_admin') || (hasRole(a, 'promoter', 'unit_head') && isOf(a, p))),
  /** The unit reviews its own (单位审核), never whoever sent it. */
  decide: (a: Actor, p: Project, r: Report) =>
    p.side !== 'merged' && r.recordedBy !== a.id && (hasRole(a, 'promotion_admin') || (hasRole(a, 'unit_head') && isOf(a, p))),
  /** Exceptions from a closed month are granted by whoever closes months. */
  except: (a: Actor) => hasRole(a, 'promotion_admin'),
  publish: (a: Actor) => hasRole(a, 'promotion_admin'),
};

/** Is there any project of which the actor might report, or decide? */
export const mayReportSome = (a: Actor) => hasRole(a, 'promotion_admin', 'promoter', 'unit_head');
export const mayDecideSome = (a: Actor) => hasRole(a, 'promotion_admin', 'unit_head');

export const checkReporting = (actor: Actor, project: Project): true | Refusal =>
  may.report(actor, project) ||
  refuse('forbidden', project.side ? 'report.project_aside' : 'report.may_not_report', { side: project.side });

export const checkDeciding = (actor: Actor, project: Project, report: Report): true | Refusal =>
  may.decide(actor, project, report) || refuse('forbidden', report.recordedBy === actor.id ? 'report.own_report' : 'report.may_not_decide');
