import { minorText, minorToFen } from '../../kernel/currency.ts';
import { type Day, dayOf, type Month } from '../../kernel/day.ts';
import type { Finding, ImportValue, JudgedRow, MappedRow, RuleFinding } from '../../kernel/import-row.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import type { ImportAct, ImportChecker } from '../../platform/import-kind.ts';
import { judgeChanges, type Judged } from './change-queries.ts';
import { type HeldMoney, type ImportedAgreement, type MoneyVerdict, noMoney, type OpeningMoney } from './domain/import-money.ts';
import {
  type AgreementMove,
  agreementMove,
  agreementOf,
  arrivalOf,
  importKeyOf,
  patchOf,
  remarkOf,
  type RowAgreement,
  shownValue,
  stageDatesAhead,
  standingOf,
  withoutSameTerms,
} from './domain/import-row.ts';
import type { RecordField, RecordPatch } from './domain/record.ts';
import { isLanded, stageDates } from './domain/stage.ts';
import { type KnownProject, Lookups, type NoteAsked, notesHeld, projectsById } from './import-lookup-queries.ts';
import { type Match, Matcher } from './import-matcher.ts';
import { Meanings, type Read } from './import-meaning.ts';
import type { LookAlikes } from './import-lookalikes-contract.ts';
import type { ImportMoney } from './import-money-contract.ts';
import { importFaults, type ImportedProject, ledgerWarnings } from './import-queries.ts';
import type { ChangePlan, NewPlan } from './import-plan.ts';
import { doubts } from './record-commands.ts';

/** What later rooms know: of money, and of projects that look the same. */
type Others = Readonly<{ money: ImportMoney; lookAlikes: LookAlikes }>;
type Line = Readonly<{ row: MappedRow; read: Read; match: Match; money: RowAgreement }>;
type Changes = Record<string, [ImportValue | null, ImportValue | null]>;

/** Judges the rows of a ledger of projects: which are new, what changes in those the book holds, what is wrong. */
export async function openProjects(db: Reader, act: ImportAct, { money, lookAlikes }: Others): Promise<ImportChecker> {
  const checker = new ProjectChecker(db, act, { money, lookAlikes }, await Lookups.read(db), await money.closedThrough(db));
  return { check: (rows) => checker.check(rows), finish: () => Promise.resolve({ judged: [], findings: [] }) };
}

class ProjectChecker {
  readonly #db: Reader;
  readonly #act: ImportAct;
  readonly #today: Day;
  readonly #money: ImportMoney;
  readonly #closed: Month | null;
  readonly #lookAlikes: LookAlikes;
  readonly #lookups: Lookups;
  readonly #meanings: Meanings;
  readonly #matcher: Matcher;

  constructor(db: Reader, act: ImportAct, { money, lookAlikes }: Others, lookups: Lookups, closed: Month | null) {
    this.#db = db;
    this.#act = act;
    this.#today = dayOf(act.now);
    this.#money = money;
    this.#closed = closed;
    this.#lookAlikes = lookAlikes;
    this.#lookups = lookups;
    this.#meanings = new Meanings(lookups, act.actor);
    this.#matcher = new Matcher(db, act);
  }

  async check(rows: readonly MappedRow[]): Promise<JudgedRow[]> {
    const today = this.#today;
    const read = rows.map((row) => this.#meanings.read(row));
    const matches = await this.#matcher.match(
      rows.map((row, i) => ({ row, unitId: read[i]!.meant.unitId ?? this.#act.actor.unitId, today })),
    );
    const lines = rows.map((row, i): Line => ({ row, read: read[i]!, match: matches[i]!, money: agreementOf(row, today) }));
    const [fresh, known] = [lines.filter((l) => l.match.targetId === null), lines.filter((l) => l.match.targetId !== null)];
    const judged = new Map([...(await this.#judgeNew(fresh)), ...(await this.#judgeKnown(known))].map((j) => [j.row, j]));
    return rows.map((row) => judged.get(row.row)!);
  }

  async #judgeNew(lines: readonly Line[]): Promise<JudgedRow[]> {
    const entries = lines.map((line): ImportedProject => this.#opening(line));
    // A row without a unit of one's own is refused for that alone; the other checks would only say it again.
    const whole = entries
      .map((entry, i) => ({ entry, line: lines[i]! }))
      .filter(({ line }) => !line.read.isUnitRefused && line.row.values['name'] !== undefined);
    const found = await importFaults(
      this.#db,
      whole.map((w) => ({ ...w.entry, codes: [] })),
      this.#act.actor,
      this.#act.now,
    );
    const refusals = new Map(whole.map((w, i) => [w.line.row.row, found.get(i) ?? []]));
    const looked = whole.map(({ entry, line }) => ({
      project: entry,
      totalFen: totalOf(entry)?.fen ?? null,
      cityCodes: line.match.newCodes.filter((c) => c.scheme === 'city').map((c) => c.code),
    }));
    const alike = await this.#lookAlikes(this.#db, looked, this.#act.actor, this.#today);
    const told = new Map(whole.map((w, i) => [w.line.row.row, alike[i] ?? []]));
    return lines.map((line, i) => {
      const entry = entries[i]!;
      const arrival = arrivalOf(line.row, 0, this.#today);
      const verdict = this.#judgeMoney(line, entry, noMoney, arrival);
      const faults = [...this.#common(line), ...(refusals.get(line.row.row) ?? []).map((r) => faultOf(r)), ...verdict.faults];
      const findings = [
        ...this.#told(line, entry),
        ...(told.get(line.row.row) ?? []),
        ...verdict.findings,
        ...ledgerWarnings(entry, this.#act.now).map((r) => ({ ...faultOf(r), severity: 'warn' as const })),
      ];
      const plan: NewPlan = {
        project: { ...entry, codes: line.match.newCodes.map(({ scheme, code }) => ({ scheme, code })) },
        agreement: line.money.agreement,
        arrival: typeof arrival === 'object' ? arrival : null,
      };
      return { row: line.row.row, outcome: 'new', targetId: null, changes: {}, faults, findings, plan };
    });
  }

  #opening({ row, read, money }: Line): ImportedProject {
    const patch = patchOf(row, read.meant, this.#today);
    const { stage, side } = standingOf(row, money.agreement);
    const remark = remarkOf(row, null, read.words);
    const note = row.values['note'];
    return {
      ...patch,
      name: String(row.values['name'] ?? ''),
      unitId: read.meant.unitId ?? this.#act.actor.unitId,
      ...(remark !== null && { remark }),
      stage,
      side,
      ...(side && { reason: '台账记载' }),
      signedOn: row.values['signedOn'] === undefined ? null : String(row.values['signedOn']),
      ...(typeof note === 'string' && { note }),
    };
  }

  #judgeMoney(line: Line, project: Pick<RecordPatch, 'totalMinor' | 'currency' | 'rate'>, held: HeldMoney, arrived: Arrived): MoneyVerdict {
    const arrival = asArrival(arrived);
    const { agreement } = line.money;
    const own = moneyFaults(line, arrived);
    if (!agreement && !arrival) return { faults: own, findings: [] };
    const verdict = this.#money.judge({ total: totalOf(project), agreement, arrival, held, closed: this.#closed, today: this.#today });
    return { faults: [...own, ...verdict.faults], findings: verdict.findings };
  }

  #common({ row, read, match }: Line): Finding[] {
    const division = row.values['divisionCode'];
    const bad = division !== undefined && !/^\d{6}(\d{3}|\d{6})?$/.test(String(division));
    return [
      ...read.faults,
      ...match.faults,
      ...(bad ? [{ code: 'project.division_code', field: 'divisionCode', found: String(division) }] : []),
    ];
  }

  #told({ row, read, match, money }: Line, record: RecordPatch): RuleFinding[] {
    const { investorUscc = null, registeredUscc = null } = record;
    const isSignedLoose = row.values['signedOn'] !== undefined && row.values['agreed'] === undefined && !row.faulty.includes('agreed');
    return [
      ...read.findings,
      ...match.findings,
      ...doubts({ investorUscc, registeredUscc }).map(({ field, code, details }) => ({
        code,
        field,
        found: String(record[field]),
        details,
        severity: 'warn' as const,
      })),
      ...money.loose.map((field) => ({
        code: 'project.part_without_agreed',
        field,
        found: String(row.values[field]),
        severity: 'warn' as const,
      })),
      ...(isSignedLoose
        ? [{ code: 'project.signed_without_agreed', field: 'signedOn', found: String(row.values['signedOn']), severity: 'warn' as const }]
        : []),
    ];
  }

  async #judgeKnown(lines: readonly Line[]): Promise<JudgedRow[]> {
    if (lines.length === 0) return [];
    const ids = [...new Set(lines.map((l) => l.match.targetId!))];
    const held = await this.#money.held(this.#db, ids);
    const before = await projectsById(this.#db, ids);
    const patches = lines.map((line) => this.#patch(line, before.get(line.match.targetId!)!));
    const isTwin = (i: number) => lines.findIndex((l) => l.match.targetId === lines[i]!.match.targetId) !== i;
    const asked = lines.flatMap((line, i) => (isTwin(i) ? [] : [{ id: line.match.targetId!, patch: patches[i]!.patch }]));
    const judged = new Map((await judgeChanges(this.#db, asked, { actor: this.#act.actor, now: this.#act.now })).map((j) => [j.id, j]));
    const noted = await notesHeld(
      this.#db,
      lines.flatMap((l) => noteOf(l)),
    );
    return lines.map((line, i) =>
      this.#known(line, patches[i]!, judged.get(line.match.targetId!)!, held.get(line.match.targetId!) ?? noMoney, noted),
    );
  }

  /** What the row says differently of a project in the book. Stages, and dates of stages not reached, are moved through the gate. */
  #patch({ row, read }: Line, before: KnownProject): { patch: RecordPatch; findings: RuleFinding[] } {
    const patch: RecordPatch = withoutSameTerms(patchOf(row, read.meant, this.#today), before, row.terms);
    const remark = remarkOf(row, before.remark, read.words);
    if (remark !== before.remark) patch.remark = remark;
    const findings: RuleFinding[] = [];
    for (const field of isLanded(before.stage) ? [] : stageDatesAhead) {
      if (patch[field] === undefined) continue;
      findings.push({ code: 'project.date_before_stage', field, found: String(patch[field]), severity: 'warn' });
      delete patch[field];
    }
    const said = row.values['stage'];
    if (said !== undefined && said !== before.stage && said !== before.side)
      findings.push({
        code: 'project.stage_differs',
        field: 'stage',
        found: String(said),
        expected: before.side ?? before.stage,
        severity: 'warn',
      });
    return { patch, findings };
  }

  #known(line: Line, { patch, findings }: Patched, judged: Judged, held: HeldMoney, isNoted: (note: NoteAsked) => boolean): JudgedRow {
    const moved = this.#moved(line, held);
    const arrival = asArrival(moved.arrived);
    const asMoved = { ...line, money: { ...line.money, agreement: moved.written } };
    const verdict = this.#judgeMoney(asMoved, { ...judged.row, ...patch }, held, moved.arrived);
    const note = noteOf(line).find((n) => !isNoted(n))?.body ?? null;
    const own = pickPatch(patch, judged.changed);
    const codes = line.match.newCodes.map(({ scheme, code }) => ({ scheme, code }));
    const plan: ChangePlan = { patch: own, codes, note, agreement: moved.written, insteadOf: moved.insteadOf, arrival };
    const changes: Changes = {
      ...recordChanges(judged, patch, this.#lookups),
      ...Object.fromEntries(line.match.newCodes.map(({ field, code }): [string, [null, string]] => [field, [null, code]])),
      ...(note !== null && { note: [null, note] }),
      ...(moved.written && agreementChanges(moved.written, held, moved.insteadOf)),
      ...(arrival && { arrived: [moved.arrivedMinor, moved.arrivedMinor + arrival.amountMinor] }),
    };
    return {
      row: line.row.row,
      outcome: Object.keys(changes).length > 0 ? 'changed' : 'unchanged',
      targetId: line.match.targetId,
      changes,
      faults: [...this.#common(line), ...(judged.refusal ? [faultOf(judged.refusal)] : []), ...verdict.faults, ...moved.faults],
      findings: [...this.#told(line, own), ...findings, ...verdict.findings],
      plan,
    };
  }

  /** What the row's money does to what the book holds. */
  #moved({ row, money: { agreement } }: Line, held: HeldMoney) {
    const move: AgreementMove = agreement ? agreementMove(agreement, held.agreements) : { act: 'none' };
    const written = move.act === 'add' ? agreement : move.act === 'replace' ? move.agreement : null;
    const faults = agreement && move.act === 'unclear' ? [differs(agreement.totalMinor, move.heldMinor, agreement.currency)] : [];
    const arrivedMinor = held.arrived[row.terms.currency]?.minor ?? 0;
    const arrived = arrivalOf(row, arrivedMinor, this.#today);
    return { written, insteadOf: move.act === 'replace' ? move.id : null, faults, arrivedMinor, arrived };
  }
}

type Patched = Readonly<{ patch: RecordPatch; findings: RuleFinding[] }>;
type Arrived = ReturnType<typeof arrivalOf>;
const asArrival = (arrived: Arrived) => (typeof arrived === 'object' ? arrived : null);

function moneyFaults({ row, money }: Line, arrived: Arrived): Finding[] {
  const faults: Finding[] = [];
  if (money.lacks) faults.push({ code: 'project.signed_on_missing', field: 'signedOn' });
  if (arrived === 'undated' && !row.faulty.includes('arrivedOn')) faults.push({ code: 'project.arrived_on_missing', field: 'arrivedOn' });
  const found = minorText(Number(row.values['arrived'] ?? 0), row.terms.currency);
  if (arrived === 'falls') faults.push({ code: 'project.arrived_falls', field: 'arrived', found });
  return faults;
}
const differs = (found: number, expected: number, currency: string): Finding => ({
  code: 'project.agreed_differs',
  field: 'agreed',
  found: minorText(found, currency),
  expected: minorText(expected, currency),
});

function totalOf({
  totalMinor,
  currency = 'CNY',
  rate = '1',
}: Pick<RecordPatch, 'totalMinor' | 'currency' | 'rate'>): OpeningMoney['total'] {
  if (typeof totalMinor !== 'number') return null;
  const fen = minorToFen(totalMinor, currency, String(rate));
  return fen instanceof Refusal ? null : { minor: totalMinor, currency, fen };
}

const noteOf = ({ row, match }: Line) =>
  typeof row.values['note'] === 'string' && match.targetId ? [{ projectId: match.targetId, body: row.values['note'] }] : [];
const pickPatch = (patch: RecordPatch, fields: readonly RecordField[]): RecordPatch => Object.fromEntries(fields.map((f) => [f, patch[f]]));

function faultOf({ code, details }: Refusal): Finding {
  const { field, fields, found, expected, ...rest } = details as { field?: string; fields?: string[]; found?: unknown; expected?: unknown };
  // The day on which a stage was reached stands under that stage's own date.
  const stage = (details as { stage?: string }).stage;
  const key = field === 'happenedOn' ? ((stageDates as Record<string, string>)[stage ?? ''] ?? 'signedOn') : (field ?? fields?.[0]);
  return {
    code,
    field: key === undefined ? null : importKeyOf(key),
    ...(found !== undefined && found !== null && { found: String(found) }),
    ...(expected !== undefined && expected !== null && { expected: String(expected) }),
    ...(Object.keys(rest).length > 0 && { details: rest }),
  };
}

const pointers: readonly string[] = ['unitId', 'personId', 'leaderId', 'parkId', 'industryCode'];
/** Old and new of what the edit really changes, in the words of the sheet. */
function recordChanges({ row, changed }: Judged, patch: RecordPatch, { names }: Lookups): Changes {
  const shown = (field: RecordField, value: unknown) =>
    pointers.includes(field) && typeof value === 'string' ? (names.get(value) ?? value) : shownValue(value);
  return Object.fromEntries(changed.map((field) => [importKeyOf(field), [shown(field, row?.[field]), shown(field, patch[field])]]));
}

const agreementColumns = [
  ['agreed', 'totalMinor'],
  ['attracted', 'attractedMinor'],
  ['fixed', 'fixedMinor'],
  ['signedOn', 'signedOn'],
  ['agreementKind', 'kind'],
  ['currency', 'currency'],
] as const;
function agreementChanges(written: ImportedAgreement, { agreements }: HeldMoney, insteadOf: string | null): Changes {
  const before = agreements.find((a) => a.id === insteadOf);
  const pairs = agreementColumns.map(([key, column]) => [key, before ? before[column] : null, written[column]] as const);
  return Object.fromEntries(pairs.filter(([, old, now]) => old !== now).map(([key, old, now]) => [key, [old, now]]));
}
