import { type Day, dayOf, daysBetween } from '../../kernel/day.ts';
import type { Finding, JudgedRow, MappedRow } from '../../kernel/import-row.ts';
import type { Reader } from '../../platform/db.ts';
import type { ImportAct, ImportChecker } from '../../platform/import-kind.ts';
import { type NamedProject, projectsNamed } from '../projects/named-queries.ts';
import type { GivenNode } from './domain/given.ts';
import type { NodeRole, ProjectClass } from './domain/node.ts';
import { type HeldNode, heldNodes } from './import-queries.ts';
import { check } from './policy.ts';

/** What a row says, for its project. */
export type PlannedRow = GivenNode & Readonly<{ projectId: string; class: ProjectClass; finishedOn: Day | null }>;
const mostNodes = 60;
const mostDays = 1500;

/** Judges rows of plans made elsewhere: new ones of projects without a plan; those that stand already just so are unchanged. */
export function openNodes(db: Reader, act: ImportAct): Promise<ImportChecker> {
  const checker = new NodeChecker(db, act);
  return Promise.resolve({ check: checker.check, finish: () => Promise.resolve({ judged: [], findings: [] }) });
}

type Seen = { row: number; class: ProjectClass; names: Map<string, number> };

class NodeChecker {
  readonly #db: Reader;
  readonly #act: ImportAct;
  readonly #seen = new Map<string, Seen>();

  constructor(db: Reader, act: ImportAct) {
    this.#db = db;
    this.#act = act;
  }

  check = async (rows: readonly MappedRow[]): Promise<JudgedRow[]> => {
    const words = rows.flatMap((r) => (r.values['project'] === undefined ? [] : [String(r.values['project'])]));
    const named = await projectsNamed(this.#db, words, this.#act.actor);
    const held = await heldNodes(
      this.#db,
      [...named.values()].flat().map((p) => p.id),
    );
    return rows.map((row) => this.#judge(row, named.get(String(row.values['project'])) ?? [], held));
  };

  #judge(row: MappedRow, named: readonly NamedProject[], held: ReadonlyMap<string, readonly HeldNode[]>): JudgedRow {
    const asked = askedOf(row);
    const [project] = named;
    const found = String(row.values['project']);
    if (!asked) return judged(row);
    if (!project) return judged(row, { code: 'milestone.project_unknown', field: 'project', found });
    if (named.length > 1) return judged(row, { code: 'milestone.project_ambiguous', field: 'project', found });
    if (check('plan', this.#act.actor, project) !== true) return judged(row, { code: 'milestone.may_not_plan', field: 'project', found });
    const standing = held.get(project.id);
    const fault = this.#repeated(row, project.id, asked) ?? this.#ownFault(asked) ?? null;
    if (fault) return judged(row, fault);
    if (!standing) return { ...judged(row), plan: { ...asked, projectId: project.id } satisfies PlannedRow };
    const same = standing.find((n) => n.name === asked.name && n.startOn === asked.startOn && n.finishOn === asked.finishOn);
    if (same) return { ...judged(row), outcome: 'unchanged', targetId: same.id };
    return judged(row, { code: 'milestone.has_plan', field: 'project', found, details: { code: project.code } });
  }

  /** The same node twice, another class than the rows before, or more nodes than a plan has. */
  #repeated({ row }: MappedRow, projectId: string, asked: Asked): Finding | null {
    const seen = this.#seen.get(projectId) ?? { row, class: asked.class, names: new Map<string, number>() };
    this.#seen.set(projectId, seen);
    const earlier = seen.names.get(asked.name);
    if (earlier !== undefined) return { code: 'milestone.twice_in_file', field: 'node', details: { row: earlier } };
    seen.names.set(asked.name, row);
    if (seen.class !== asked.class) return { code: 'milestone.other_class', field: 'class', details: { row: seen.row } };
    return seen.names.size > mostNodes ? { code: 'milestone.too_many', field: 'node', details: { most: mostNodes } } : null;
  }

  #ownFault({ startOn, finishOn, finishedOn }: Asked): Finding | null {
    if (finishOn < startOn) return { code: 'milestone.turned_round', field: 'finishOn' };
    if (daysBetween(startOn, finishOn) >= mostDays)
      return { code: 'milestone.term_too_long', field: 'finishOn', details: { most: mostDays } };
    const isAhead = finishedOn !== null && finishedOn > dayOf(this.#act.now);
    return isAhead ? { code: 'milestone.in_future', field: 'finishedOn', found: finishedOn } : null;
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

type Asked = Omit<PlannedRow, 'projectId'>;
/** What a row says; nothing where it lacks what it needs, which is told already. */
function askedOf({ values, faulty }: MappedRow): Asked | null {
  const text = (key: string) => (values[key] === undefined ? null : String(values[key]));
  const [of, name, startOn, finishOn] = [text('class'), text('node'), text('startOn'), text('finishOn')];
  if (values['project'] === undefined || !of || !name || !startOn || !finishOn || faulty.length > 0) return null;
  const role = (text('role') ?? 'unit') as NodeRole;
  return {
    class: of as ProjectClass,
    name,
    startOn,
    finishOn,
    role,
    deliverable: text('deliverable') ?? '',
    finishedOn: text('finishedOn'),
  };
}
