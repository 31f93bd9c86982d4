import { dayOf } from '../../kernel/day.ts';
import type { Finding, JudgedRow, MappedRow } from '../../kernel/import-row.ts';
import type { Reader } from '../../platform/db.ts';
import type { ImportAct, ImportChecker } from '../../platform/import-kind.ts';
import { unitsByName } from '../identity/queries.ts';
import { type NamedProject, projectsNamed } from '../projects/named-queries.ts';
import { type HeldProblem, heldProblems } from './import-queries.ts';
import { checkOwner, checkRaising } from './policy.ts';
import type { GivenProblem } from './raise-commands.ts';

/** Judges rows of problems kept elsewhere: new ones; those that stand already just so are unchanged. */
export async function openProblems(db: Reader, act: ImportAct): Promise<ImportChecker> {
  const checker = new ProblemChecker(db, act, await unitsByName(db));
  return { check: checker.check, finish: () => Promise.resolve({ judged: [], findings: [] }) };
}

class ProblemChecker {
  readonly #db: Reader;
  readonly #act: ImportAct;
  readonly #units: ReadonlyMap<string, readonly string[]>;
  readonly #seen = new Map<string, number>();

  constructor(db: Reader, act: ImportAct, units: ReadonlyMap<string, readonly string[]>) {
    this.#db = db;
    this.#act = act;
    this.#units = units;
  }

  check = async (rows: readonly MappedRow[]): Promise<JudgedRow[]> => {
    const words = rows.flatMap((r) => (r.values['project'] === undefined ? [] : [String(r.values['project'])]));
    const named = await projectsNamed(this.#db, words, this.#act.actor);
    const ids = [...named.values()].flat().map((p) => p.id);
    const held = await heldProblems(this.#db, ids);
    return rows.map((row) => this.#judge(row, named.get(String(row.values['project'])) ?? [], held));
  };

  #judge(row: MappedRow, named: readonly NamedProject[], held: ReadonlyMap<string, readonly HeldProblem[]>): JudgedRow {
    const asked = askedOf(row, dayOf(this.#act.now));
    if (!asked) return judged(row);
    const [project] = named;
    const fault = this.#placeFault(row, named, asked) ?? this.#ownFault(row, project!.id, asked);
    if (fault) return judged(row, fault);
    const ownerUnitId = this.#units.get(asked.owner)![0]!;
    const same = held.get(project!.id)?.find((h) => h.title === asked.title && h.raisedOn === asked.raisedOn);
    if (same) return { ...judged(row), outcome: 'unchanged', targetId: same.id };
    const { owner: _owner, ...rest } = asked;
    const plan: GivenProblem = { ...rest, projectId: project!.id, ownerUnitId, source: 'project', sourceId: null, sourceOn: null };
    return { ...judged(row), plan };
  }

  /** Whose problem it is, and whose it is to solve. */
  #placeFault({ values }: MappedRow, named: readonly NamedProject[], { owner }: Asked): Finding | null {
    const [project] = named;
    const found = String(values['project']);
    if (!project) return { code: 'problem.project_unknown', field: 'project', found };
    if (named.length > 1) return { code: 'problem.project_ambiguous', field: 'project', found };
    if (checkRaising(this.#act.actor, project) !== true) return { code: 'problem.may_not_raise', field: 'project', found };
    const units = this.#units.get(owner) ?? [];
    if (units.length !== 1)
      return { code: units.length ? 'problem.owner_ambiguous' : 'problem.owner_unknown', field: 'owner', found: owner };
    return checkOwner(project, units[0]!) === true ? null : { code: 'problem.owner_in_talks', field: 'owner', found: owner };
  }

  #ownFault({ row }: MappedRow, projectId: string, { title, raisedOn, closedOn }: Asked): Finding | null {
    const today = dayOf(this.#act.now);
    const key = `${projectId} ${raisedOn} ${title}`;
    const earlier = this.#seen.get(key);
    if (earlier !== undefined) return { code: 'problem.twice_in_file', field: 'title', details: { row: earlier } };
    this.#seen.set(key, row);
    if (raisedOn > today) return { code: 'problem.in_future', field: 'raisedOn', found: raisedOn };
    if (closedOn && closedOn > today) return { code: 'problem.in_future', field: 'closedOn', found: closedOn };
    return closedOn && closedOn < raisedOn ? { code: 'problem.turned_round', field: 'closedOn' } : null;
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

type Asked = Omit<GivenProblem, 'projectId' | 'ownerUnitId' | 'source' | 'sourceId' | 'sourceOn'> & Readonly<{ owner: string }>;
/** What a row says; nothing where it lacks what it needs, which is told already. */
function askedOf({ values, faulty }: MappedRow, today: string): Asked | null {
  const text = (key: string) => (values[key] === undefined ? null : String(values[key]));
  const [type, title, owner] = [text('type'), text('title'), text('owner')];
  if (values['project'] === undefined || !type || !title || !owner || faulty.length > 0) return null;
  return {
    type,
    title,
    owner,
    level: text('level') ?? 'general',
    words: text('words') ?? title,
    raisedOn: text('raisedOn') ?? today,
    done: text('done'),
    closedOn: text('closedOn'),
  };
}
