import { dayOf, type Day } from '../../kernel/day.ts';
import { type Finding, type ImportValue, type JudgedRow, type MappedRow, type RuleFinding, withWords } from '../../kernel/import-row.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import type { ImportAct, ImportChecker } from '../../platform/import-kind.ts';
import { importedTerms } from '../projects/domain/import-row.ts';
import { type NamedProject, projectsNamed } from '../projects/named-queries.ts';
import type { NewArrival } from './contract.ts';
import { readArrival } from './domain/arrival-check.ts';
import { type ArrivalKind, arrivalKey } from './domain/entry.ts';
import type { ClosedThrough } from './domain/month.ts';
import { bookedLater } from './import-finding.ts';
import { lateFindings, type Pending } from './import-arrival-findings.ts';
import { type HeldArrival, heldArrivals } from './import-queries.ts';
import { closedThrough } from './month-queries.ts';
import { check } from './policy.ts';

/** What is to be written for one row: the arrival, and the one in whose place it comes. */
export type ArrivalPlan = Readonly<{ arrival: NewArrival; insteadOf: string | null }>;
type Line = Readonly<{ row: MappedRow; project: NamedProject | null; entry: NewArrival | null; faults: readonly Finding[] }>;

/** Judges the rows of a list of arrivals: which are new, which the book holds already, which it holds otherwise. */
export const openArrivals = async (db: Reader, act: ImportAct): Promise<ImportChecker> =>
  new ArrivalChecker(db, act, await closedThrough(db));

class ArrivalChecker implements ImportChecker {
  readonly #db: Reader;
  readonly #act: ImportAct;
  readonly #today: Day;
  readonly #closed: ClosedThrough;
  readonly #named = new Map<string, readonly NamedProject[]>();
  readonly #loaded = new Set<string>();
  /** Arrivals in the book that no row has claimed yet, by what makes them the same line. */
  readonly #byKey = new Map<string, HeldArrival[]>();
  readonly #byRef = new Map<string, HeldArrival>();
  readonly #rowOfRef = new Map<string, number>();
  readonly #rowOfKey = new Map<string, number>();
  readonly #pending: Pending[] = [];

  constructor(db: Reader, act: ImportAct, closed: ClosedThrough) {
    this.#db = db;
    this.#closed = closed;
    this.#act = act;
    this.#today = dayOf(act.now);
  }

  check = async (rows: readonly MappedRow[]): Promise<JudgedRow[]> => {
    const words = rows.flatMap((r) => (r.values['project'] === undefined ? [] : [String(r.values['project'])]));
    const unknown = words.filter((w) => !this.#named.has(w));
    const found = await projectsNamed(this.#db, unknown, this.#act.actor);
    for (const word of unknown) this.#named.set(word, found.get(word) ?? []);
    const lines = rows.map((row) => this.#line(row));
    const ids = new Set(lines.flatMap((l) => (l.project && !this.#loaded.has(l.project.id) ? [l.project.id] : [])));
    for (const held of await heldArrivals(this.#db, [...ids])) {
      this.#byKey.set(held.key, [...(this.#byKey.get(held.key) ?? []), held]);
      if (held.externalRef) this.#byRef.set(`${held.projectId} ${held.externalRef}`, held);
    }
    for (const id of ids) this.#loaded.add(id);
    return lines.map((line) => this.#judge(line));
  };

  finish = async () => ({ judged: [], findings: await lateFindings(this.#db, this.#pending, this.#act) });

  #line(row: MappedRow): Line {
    const word = row.values['project'];
    if (word === undefined) return { row, project: null, entry: null, faults: [] };
    const [project, ...others] = this.#named.get(String(word))!;
    const fault = (code: string, details?: Record<string, unknown>): Finding => ({
      code,
      field: 'project',
      found: String(word),
      ...(details && { details }),
    });
    if (!project) return { row, project: null, entry: null, faults: [fault('arrival.project_unknown')] };
    if (others.length > 0)
      return {
        row,
        project: null,
        entry: null,
        faults: [fault('arrival.project_ambiguous', { codes: [project, ...others].map((p) => p.code).slice(0, 10) })],
      };
    const allowed = check('record', this.#act.actor, project);
    if (allowed instanceof Refusal) return { row, project, entry: null, faults: [fault(allowed.code)] };
    return { row, project, ...this.#read(row, project) };
  }

  #read(row: MappedRow, project: NamedProject): Pick<Line, 'entry' | 'faults'> {
    const { values, terms, words, faulty } = row;
    const text = (key: string) => (values[key] === undefined ? null : String(values[key]));
    if (
      ['arrivedOn', 'amount', 'currency', 'rate', 'kind'].some((key) => faulty.includes(key)) ||
      values['amount'] === undefined ||
      values['arrivedOn'] === undefined
    )
      return { entry: null, faults: [] };
    const entry: NewArrival = {
      projectId: project.id,
      arrivedOn: String(values['arrivedOn']),
      amountMinor: Number(values['amount']),
      kind: (text('kind') ?? 'other') as ArrivalKind,
      ...importedTerms(terms, this.#today),
      payer: text('payer'),
      payerRegion: text('payerRegion'),
      payerDivision: text('payerDivision'),
      voucherNo: text('voucherNo'),
      voucherOn: text('voucherOn'),
      externalRef: text('externalRef'),
      remark: withWords(text('remark'), words)?.slice(0, 1000) ?? null,
      batchId: this.#act.batchId,
      acknowledged: null,
    };
    const read = readArrival(entry);
    if (!(read instanceof Refusal)) return { entry, faults: [] };
    const { field = 'amount', found, expected } = read.details as { field?: string; found?: unknown; expected?: unknown };
    const fault: Finding = {
      code: read.code,
      field,
      ...(found !== undefined && { found: String(found) }),
      ...(expected !== undefined && { expected: String(expected) }),
    };
    return { entry: null, faults: [fault] };
  }

  #judge({ row, entry, faults }: Line): JudgedRow {
    const base = { row: row.row, targetId: null, changes: {}, faults, findings: [], plan: null };
    if (!entry) return { ...base, outcome: 'new' };
    return entry.externalRef ? this.#byReference(row, entry) : this.#byContent(row, entry);
  }

  /** The nth equal row of the file is the nth equal row of the book. */
  #byContent(row: MappedRow, entry: NewArrival): JudgedRow {
    const key = arrivalKey(entry);
    const held = this.#byKey.get(key)?.shift();
    const earlier = this.#rowOfKey.get(key);
    if (earlier === undefined) this.#rowOfKey.set(key, row.row);
    if (held) return { row: row.row, outcome: 'unchanged', targetId: held.id, changes: {}, faults: [], findings: [], plan: null };
    const twin: RuleFinding[] =
      earlier === undefined ? [] : [{ code: 'arrival.same_as_row', field: 'amount', details: { row: earlier }, severity: 'warn' }];
    return this.#toWrite(row, entry, null, {}, twin);
  }

  #byReference(row: MappedRow, entry: NewArrival): JudgedRow {
    const ref = `${entry.projectId} ${entry.externalRef}`;
    const earlier = this.#rowOfRef.get(ref);
    if (earlier !== undefined) {
      const fault: Finding = {
        code: 'arrival.ref_twice_in_file',
        field: 'externalRef',
        found: entry.externalRef!,
        details: { row: earlier },
      };
      return { row: row.row, outcome: 'new', targetId: null, changes: {}, faults: [fault], findings: [], plan: null };
    }
    this.#rowOfRef.set(ref, row.row);
    const held = this.#byRef.get(ref);
    if (!held) return this.#toWrite(row, entry, null, {}, this.#likeUnreferenced(entry));
    const changes = changesOf(held, entry, row);
    if (Object.keys(changes).length > 0) return this.#toWrite(row, entry, held, changes, []);
    return { row: row.row, outcome: 'unchanged', targetId: held.id, changes, faults: [], findings: [], plan: null };
  }
  /** The same payment may stand in the book without its reference, from an import that did not map it. */
  #likeUnreferenced(entry: NewArrival): RuleFinding[] {
    const same = this.#byKey.get(arrivalKey({ ...entry, externalRef: null }))?.[0];
    return same
      ? [{ code: 'arrival.looks_recorded', field: 'amount', details: { arrivedOn: same.arrivedOn }, severity: 'acknowledge' }]
      : [];
  }

  #toWrite(
    row: MappedRow,
    arrival: NewArrival,
    instead: HeldArrival | null,
    changes: JudgedRow['changes'],
    findings: readonly RuleFinding[],
  ): JudgedRow {
    this.#pending.push({ row: row.row, arrival, instead });
    const plan: ArrivalPlan = { arrival, insteadOf: instead?.id ?? null };
    findings = [...findings, ...bookedLater('arrival', 'arrivedOn', arrival.arrivedOn, this.#closed, 'warn')];
    return { row: row.row, outcome: instead ? 'changed' : 'new', targetId: instead?.id ?? null, changes, faults: [], findings, plan };
  }
}

const compared = [
  ['arrivedOn', 'arrivedOn'],
  ['amountMinor', 'amount'],
  ['currency', 'currency'],
  ['kind', 'kind'],
  ['payer', 'payer'],
  ['payerRegion', 'payerRegion'],
  ['payerDivision', 'payerDivision'],
  ['voucherNo', 'voucherNo'],
  ['voucherOn', 'voucherOn'],
  ['remark', 'remark'],
] as const;
/** What the row says otherwise than the book. A blank says nothing. */
function changesOf(held: HeldArrival, entry: NewArrival, row: MappedRow): Record<string, [ImportValue | null, ImportValue | null]> {
  const changes: Record<string, [ImportValue | null, ImportValue | null]> = {};
  for (const [column, field] of compared) {
    const isSaid = field === 'currency' || field === 'remark' ? entry[column] !== null : row.values[field] !== undefined;
    const said = entry[column] ?? null;
    if (isSaid && held[column] !== said) changes[field] = [held[column], said];
  }
  if (entry.currency !== 'CNY' && Number(held.rate) !== Number(entry.rate)) changes['rate'] = [held.rate, entry.rate];
  return changes;
}
