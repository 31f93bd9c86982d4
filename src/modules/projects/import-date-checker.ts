import { type Day, dayOf } from '../../kernel/day.ts';
import type { Finding, JudgedRow, MappedRow } from '../../kernel/import-row.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import type { ImportAct, ImportChecker } from '../../platform/import-kind.ts';
import { authorityRulesOn, dateKey, standingDates } from './date-queries.ts';
import { type AuthorityRules, checkAuthorityDate, type DateEvent, type StartKind } from './domain/authority-date.ts';
import type { Recognised } from './date-commands.ts';
import { type NamedProject, projectsNamed } from './named-queries.ts';
import { checkRecognise } from './policy.ts';

type Standing = Awaited<ReturnType<typeof standingDates>>;
type Known = Readonly<{ named: ReadonlyMap<string, readonly NamedProject[]>; held: Standing }>;

/** Judges rows of a list of recognised dates: which are new, which take another's place, which stand already. */
export async function openDates(db: Reader, act: ImportAct): Promise<ImportChecker> {
  const checker = new DateChecker(db, act, await authorityRulesOn(db, dayOf(act.now)));
  return { check: checker.check, finish: () => Promise.resolve({ judged: [], findings: [] }) };
}

class DateChecker {
  readonly #db: Reader;
  readonly #act: ImportAct;
  readonly #rules: AuthorityRules;
  readonly #today: Day;
  /** The row that said something of the same date before. */
  readonly #rowOf = new Map<string, number>();

  constructor(db: Reader, act: ImportAct, rules: AuthorityRules) {
    this.#db = db;
    this.#act = act;
    this.#rules = rules;
    this.#today = dayOf(act.now);
  }

  check = async (rows: readonly MappedRow[]): Promise<JudgedRow[]> => {
    const words = rows.flatMap((r) => (r.values['project'] === undefined ? [] : [String(r.values['project'])]));
    const named = await projectsNamed(this.#db, words, this.#act.actor);
    const ids = [...named.values()].flat().map((p) => p.id);
    const known = { named, held: await standingDates(this.#db, ids) };
    return rows.map((row) => this.#judge(row, known));
  };

  #judge(row: MappedRow, known: Known): JudgedRow {
    const asked = askedOf(row);
    const named = known.named.get(String(row.values['project'])) ?? [];
    const [project] = named;
    if (!asked) return refused(row);
    if (!project || named.length > 1) return refused(row, unnamed(row, named));
    const date = { ...asked, projectId: project.id };
    const fault = this.#fault(row, project, date);
    return fault ? refused(row, fault) : this.#place(row, project, date, known.held.get(dateKey(date)) ?? null);
  }

  /** Said twice in this file, or not the actor's to say. */
  #fault(row: MappedRow, project: NamedProject, date: Recognised): Finding | null {
    const key = dateKey(date);
    const earlier = this.#rowOf.get(key);
    if (earlier !== undefined) return { code: 'date.twice_in_file', field: 'event', details: { row: earlier } };
    this.#rowOf.set(key, row.row);
    const allowed = checkRecognise(this.#act.actor, project, this.#rules, date);
    return allowed === true ? null : { code: allowed.code, field: 'authority', found: String(row.values['authority']) };
  }

  #place(row: MappedRow, project: NamedProject, date: Recognised, held: Held): JudgedRow {
    const answer = checkAuthorityDate(date, held, project, this.#today);
    const base = { row: row.row, targetId: held?.id ?? null, faults: [], findings: [], changes: {} };
    if (answer === true && !held?.happenedOn) return { ...base, outcome: 'new', plan: date };
    if (answer === true) return { ...base, outcome: 'changed', changes: changesOf(held!, date), plan: date };
    return answer.code === 'project.date_stands' ? { ...base, outcome: 'unchanged', plan: null } : refused(row, faultOf(answer));
  }
}

type Held = Readonly<{ id: string; happenedOn: string | null; kind: StartKind | null }> | null;
const refused = ({ row }: MappedRow, ...faults: readonly Finding[]): JudgedRow => ({
  row,
  outcome: 'new',
  targetId: null,
  changes: {},
  findings: [],
  plan: null,
  faults,
});
function unnamed({ values }: MappedRow, named: readonly NamedProject[]): Finding {
  const found = String(values['project']);
  if (named.length === 0) return { code: 'date.project_unknown', field: 'project', found };
  return { code: 'date.project_ambiguous', field: 'project', found, details: { codes: named.map((p) => p.code).slice(0, 10) } };
}
const changesOf = (held: NonNullable<Held>, date: Recognised): JudgedRow['changes'] =>
  Object.fromEntries(
    (['happenedOn', 'kind'] as const).flatMap((field) =>
      held[field] === date[field] ? [] : [[field, [held[field], date[field]] as const]],
    ),
  );

/** What a row says of a date; nothing where it lacks what it needs, which is told already. */
function askedOf({ values, faulty }: MappedRow): Omit<Recognised, 'projectId'> | null {
  const text = (key: string) => (values[key] === undefined ? null : String(values[key]));
  const [event, authority, happenedOn] = [text('event'), text('authority'), text('happenedOn')];
  if (values['project'] === undefined || !event || !authority || !happenedOn || faulty.includes('kind')) return null;
  const kind = event === 'started' ? (text('kind') as StartKind | null) : null;
  return { event: event as DateEvent, authority, happenedOn, kind, reason: text('reason') };
}

function faultOf({ code, details }: Refusal): Finding {
  const { field = 'happenedOn', found, kind: _, ...rest } = details as { field?: string; found?: unknown; kind?: unknown };
  return { code, field, ...(found !== undefined && { found: String(found) }), ...(Object.keys(rest).length > 0 && { details: rest }) };
}
