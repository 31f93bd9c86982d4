import { type Day, dayOf } from '../../kernel/day.ts';
import type { Finding, JudgedRow, MappedRow } from '../../kernel/import-row.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import type { ImportAct, ImportChecker } from '../../platform/import-kind.ts';
import type { NodeRole, ProjectClass } from '../milestones/domain/node.ts';
import { type NamedProject, projectsNamed } from '../projects/named-queries.ts';
import type { GivenPermit } from './bulk-commands.ts';
import type { PermitAct } from './domain/act.ts';
import { judge } from './domain/guard.ts';
import type { PermitRule, PermitStage, PermitTemplate } from './domain/permit.ts';
import { type PermitEvent, standingOf } from './domain/standing.ts';
import { heldPermits, type HeldPermit } from './import-queries.ts';
import { check } from './policy.ts';
import { templateOn } from './rule-queries.ts';

/** Judges rows of approvals that were dealt with elsewhere: new ones; those that stand already just so are unchanged. */
export async function openPermits(db: Reader, act: ImportAct): Promise<ImportChecker> {
  const checker = new PermitChecker(db, act);
  return Promise.resolve({ check: checker.check, finish: () => Promise.resolve({ judged: [], findings: [] }) });
}

class PermitChecker {
  readonly #db: Reader;
  readonly #act: ImportAct;
  readonly #seen = new Map<string, number>();
  readonly #templates = new Map<ProjectClass, { template: PermitTemplate; version: number }>();

  constructor(db: Reader, act: ImportAct) {
    this.#db = db;
    this.#act = act;
  }

  check = async (rows: readonly MappedRow[]): Promise<JudgedRow[]> => {
    const today = dayOf(this.#act.now);
    const words = rows.flatMap((r) => (r.values['project'] === undefined ? [] : [String(r.values['project'])]));
    const named = await projectsNamed(this.#db, words, this.#act.actor);
    const ids = [...named.values()].flat().map((p) => p.id);
    const held = await heldPermits(this.#db, ids);
    for (const row of rows) {
      const of = classOf(row);
      if (!this.#templates.has(of)) this.#templates.set(of, await templateOn(this.#db, of, today));
    }
    return rows.map((row) => this.#judge(row, named.get(String(row.values['project'])) ?? [], held, today));
  };

  #judge(row: MappedRow, named: readonly NamedProject[], held: ReadonlyMap<string, readonly HeldPermit[]>, today: Day): JudgedRow {
    const asked = askedOf(row);
    const [project] = named;
    const found = String(row.values['project']);
    if (!asked) return judged(row);
    if (!project) return judged(row, { code: 'permit.project_unknown', field: 'project', found });
    if (named.length > 1) return judged(row, { code: 'permit.project_ambiguous', field: 'project', found });
    if (check('arrange', this.#act.actor, { ...project, agentId: null }) !== true)
      return judged(row, { code: 'permit.may_not_arrange', field: 'project', found });
    const twice = this.#twice(row, project.id, asked.name);
    if (twice) return judged(row, twice);
    const given = this.#given(asked, project.id);
    const fault = faultOf(given, today);
    if (fault) return judged(row, fault);
    const own = held.get(project.id) ?? [];
    const same = own.find((p) => p.name === asked.name || p.key === given.rule.key);
    if (!same) return { ...judged(row), plan: given };
    const isSame = same.appliedOn === asked.appliedOn && same.acceptedOn === asked.acceptedOn && same.decidedOn === asked.decidedOn;
    if (isSame) return { ...judged(row), outcome: 'unchanged', targetId: same.id };
    return judged(row, { code: 'permit.has_it', field: 'permit', found: asked.name, details: { name: asked.name } });
  }

  #twice({ row }: MappedRow, projectId: string, name: string): Finding | null {
    const key = `${projectId} ${name}`;
    const earlier = this.#seen.get(key);
    if (earlier !== undefined) return { code: 'permit.twice_in_file', field: 'permit', details: { row: earlier } };
    this.#seen.set(key, row);
    return null;
  }

  /** As the template of the class has it, by its name; else with the limits that the row gives. */
  #given(asked: Asked, projectId: string): GivenPermit {
    const { template, version } = this.#templates.get(asked.class)!;
    const at = template.permits.findIndex((p) => p.name === asked.name);
    const rule = template.permits[at] ?? ownRule(asked);
    const orderNo = at < 0 ? template.permits.length : at;
    const base = { projectId, class: asked.class, templateVersion: version, orderNo, leadRole: template.leads[rule.stage] };
    return { ...base, rule, isGreen: false, acts: actsOf(asked) };
  }
}

const judged = ({ row }: MappedRow, ...faults: readonly Finding[]): JudgedRow => ({
  row,
  outcome: 'new',
  targetId: null,
  changes: {},
  findings: [],
  plan: null,
  faults,
});

type Asked = Readonly<{
  class: ProjectClass;
  name: string;
  stage: PermitStage;
  role: NodeRole;
  legalDays: number;
  promisedDays: number;
  appliedOn: Day | null;
  acceptedOn: Day | null;
  decidedOn: Day | null;
  outcome: 'granted' | 'declined';
  number: string | null;
}>;
const textIn =
  ({ values }: MappedRow) =>
  (key: string) =>
    values[key] === undefined ? null : String(values[key]);
const classOf = (row: MappedRow) => (textIn(row)('class') ?? 'industrial_new') as ProjectClass;
const usualDays = 20;

/** What a row says; nothing where it lacks what it needs, which is told already. */
function askedOf(row: MappedRow): Asked | null {
  const text = textIn(row);
  const name = text('permit');
  if (row.values['project'] === undefined || !name || row.faulty.length > 0) return null;
  const legalDays = Number(text('legalDays') ?? usualDays);
  const acceptedOn = text('acceptedOn');
  return {
    class: classOf(row),
    name,
    stage: (text('stage') ?? 'construction') as PermitStage,
    role: (text('role') ?? 'approval') as NodeRole,
    legalDays,
    promisedDays: Number(text('promisedDays') ?? legalDays),
    appliedOn: text('appliedOn') ?? acceptedOn,
    acceptedOn,
    decidedOn: text('decidedOn'),
    outcome: text('outcome') === 'declined' ? 'declined' : 'granted',
    number: text('number'),
  };
}

const keyOf = (name: string) => `own_${[...name].reduce((sum, c) => (sum * 31 + c.codePointAt(0)!) % 1_000_000_007, 7)}`;
const ownRule = ({ name, stage, role, legalDays, promisedDays }: Asked): PermitRule => ({
  key: keyOf(name),
  name,
  stage,
  role,
  after: [],
  legalDays,
  promisedDays,
  greenDays: promisedDays,
  mayLack: false,
  mayPromise: false,
  mayPreReview: false,
  validMonths: null,
  extensions: 0,
  extensionMonths: 0,
  isUsedByStart: false,
  basis: '',
});

function actsOf({ appliedOn, acceptedOn, decidedOn, outcome, number }: Asked): PermitAct[] {
  const acts: (PermitAct | null)[] = [
    appliedOn === null ? null : { kind: 'applied', on: appliedOn, words: null },
    acceptedOn === null ? null : { kind: 'accepted', on: acceptedOn, mode: 'full', missing: null, until: null, words: null },
    decidedOn === null ? null : decisionOf(outcome, decidedOn, number),
  ];
  return acts.filter((act) => act !== null);
}
const decisionOf = (outcome: Asked['outcome'], on: Day, number: string | null): PermitAct =>
  outcome === 'granted' ? { kind: 'granted', on, number, words: null } : { kind: 'declined', on, reason: number ?? '不予批准' };

/** The same guards as when it is entered step by step. */
function faultOf({ rule, acts }: GivenPermit, today: Day): Finding | null {
  if (rule.promisedDays > rule.legalDays)
    return { code: 'permit.promised_longer', field: 'promisedDays', details: { legal: rule.legalDays } };
  const fields: Partial<Record<PermitAct['kind'], string>> = { applied: 'appliedOn', accepted: 'acceptedOn' };
  const events: PermitEvent[] = [];
  for (const act of acts) {
    const answer = judge(act, standingOf(events, act.on), rule, { today, hasPromise: true });
    if (answer instanceof Refusal)
      return { code: answer.code, field: fields[act.kind] ?? 'decidedOn', found: act.on, details: answer.details };
    events.push(eventOf(act));
  }
  return null;
}
const eventOf = (act: PermitAct): PermitEvent => ({
  id: act.kind,
  kind: act.kind,
  happenedOn: act.on,
  mode: act.kind === 'accepted' ? act.mode : null,
  cause: null,
  number: null,
  untilOn: null,
  missing: null,
  months: null,
  isGreen: false,
  takesBack: null,
});
