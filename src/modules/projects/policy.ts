import { type Actor, hasRole, inScope, isBusiness, mayKnowInvestor, type Role } from '../../kernel/actor.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { type AuthorityRules, type DateEvent, mayRecognise } from './domain/authority-date.ts';
import { firstStages, isConfidentialStage, type MoveKind, type Side, type Stage } from './domain/stage.ts';

/** Only what decides. A row satisfies it structurally. */
export type Subject = Readonly<{ unitId: string; stage: Stage; side: Side | null }>;
type May = (actor: Actor, project: Subject) => boolean;

const admin = (a: Actor) => hasRole(a, 'promotion_admin');
const ownUnits = (a: Actor, p: Pick<Subject, 'unitId'>) => a.unitIds.includes(p.unitId);
const head = (a: Actor, p: Pick<Subject, 'unitId'>) => hasRole(a, 'unit_head') && ownUnits(a, p);
const staff = (a: Actor, p: Pick<Subject, 'unitId'>) => hasRole(a, 'promoter', 'unit_head') && ownUnits(a, p);
const begins: readonly Stage[] = firstStages;

const reads: May = (a, p) => isBusiness(a) && inScope(a, p.unitId);
/** A project that stands aside is edited by those who may bring it back; one that was merged is read only. */
const edits: May = (a, p) => p.side !== 'merged' && (admin(a) || (p.side ? head(a, p) : staff(a, p)));

/** Who may do what to a project (Appendix H of the rules): the whole matrix is in policy.test.ts. */
export const may = {
  read: reads,
  /** A record begins at 谋划 or 在谈, whoever makes it. */
  create: (a, p) => (admin(a) || staff(a, p)) && begins.includes(p.stage) && !p.side,
  /** Opening a ledger: projects that stood at any stage before the system came are the promotion bureau's to enter. */
  import: (a, p) => admin(a) || (staff(a, p) && begins.includes(p.stage) && !p.side),
  edit: edits,
  restate: (a) => admin(a),
  forward: (a, p) => !p.side && (admin(a) || staff(a, p)),
  skip: (a, p) => !p.side && admin(a),
  regress: (a, p) => !p.side && admin(a),
  /** Propose a move for another to verify; a step back may be proposed by the unit and is decided by the promotion bureau. */
  propose: (a, p) => !p.side && (admin(a) || staff(a, p)),
  aside: (a, p) => admin(a) || head(a, p),
  /** What the unit claims of its project: start, statistics, scale, production. */
  claim: (a, p) => !isConfidentialStage(p.stage) && edits(a, p),
  /** Authorities see every project from signing on; which of them may say what is the rules' to tell. */
  recognise: (a, p) => p.side !== 'merged' && !isConfidentialStage(p.stage) && reads(a, p),
  merge: (a) => admin(a),
  reopen: (a, p) => (p.side === 'merged' ? admin(a) : admin(a) || head(a, p)),
} satisfies Record<string, May>;
export type Act = keyof typeof may;

export function check(act: Act, actor: Actor, project: Subject): true | Refusal {
  return may[act](actor, project) || refuse('forbidden', `project.may_not_${act}`);
}

/** May the actor write down what this authority recognises? The rules name the roles that write for each. */
export const checkRecognise = (
  actor: Actor,
  project: Subject,
  rules: AuthorityRules,
  { authority, event }: { authority: string; event: DateEvent },
): true | Refusal =>
  (may.recognise(actor, project) && mayRecognise(actor, rules, authority, event)) || refuse('forbidden', 'project.may_not_recognise');

/** A project may be given only to a unit where the actor could have made it. */
export const checkAssign = (actor: Actor, unitId: string): true | Refusal =>
  may.create(actor, { unitId, stage: 'planning', side: null }) || refuse('forbidden', 'project.may_not_assign_unit', { field: 'unitId' });

/** Must the investor behind this project be kept from the actor? */
export const isMasked = (actor: Actor, p: Pick<Subject, 'unitId' | 'stage'>) =>
  isConfidentialStage(p.stage) && !mayKnowInvestor(actor, p.unitId);

type Proposal = Readonly<{ proposedBy: string; kind: MoveKind; verifiers: readonly Role[] | null }>;
/** Steps back are approved by the promotion bureau; landing and production by the roles that the gate names. Never by who proposed. */
export function checkVerify(actor: Actor, project: Subject, { proposedBy, kind, verifiers }: Proposal): true | Refusal {
  if (actor.id === proposedBy) return refuse('forbidden', 'project.proposer_may_not_verify');
  const wanted: readonly Role[] = kind === 'regress' ? ['promotion_admin'] : (verifiers ?? ['unit_head', 'promotion_admin']);
  const fits = (role: Role) => hasRole(actor, role) && (role === 'promotion_admin' || ownUnits(actor, project));
  return wanted.some(fits) || refuse('forbidden', 'project.may_not_verify');
}

/** How this actor may make a move: at once, by proposing it to another person, or not at all (null). */
export function wayOf(actor: Actor, project: Subject, kind: MoveKind, needsSecond: boolean): 'move' | 'propose' | null {
  if (kind === 'regress') return may.regress(actor, project) ? 'move' : may.propose(actor, project) ? 'propose' : null;
  if (!may[kind](actor, project)) return null;
  return needsSecond ? 'propose' : 'move';
}
