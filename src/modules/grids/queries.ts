import type { Actor } from '../../kernel/actor.ts';
import type { Finding, ImportField, ImportValue, RuleFinding } from '../../kernel/import-row.ts';
import { type AmountUnit } from '../../kernel/money.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Now } from '../../platform/command.ts';
import type { Reader } from '../../platform/db.ts';
import type { EntryKind } from '../../platform/import-kind.ts';
import type { ReadRow } from '../imports/domain/row-mapper.ts';
import { namesOfProjects } from '../projects/queries.ts';
import { projectsNamed } from '../projects/named-queries.ts';
import type { GridField, GridFinding, GridOutcome, JudgedGrid } from './contract.ts';
import { type GridKind, readTyped, refusing, telling, type TypedRow } from './domain/grid-row.ts';
import { may } from './policy.ts';

/** How each table is read, judged and written: by what brings in lists of the same entries. Wired in app/wiring.ts. */
export type EntryKinds = Readonly<Record<GridKind, EntryKind>>;

/** The columns in the order in which people type them; what is not here stays with the form and the import. */
const columns: Record<GridKind, readonly string[]> = {
  arrivals: 'project arrivedOn amount kind payer payerRegion voucherNo voucherOn remark currency rate rateSource rateOn'.split(' '),
  investments: ['project', 'month', 'civil', 'installation', 'equipment', 'other', 'amount', 'remark'],
};
async function fieldsOf(db: Reader, kinds: EntryKinds, kind: GridKind): Promise<ImportField[]> {
  const known = new Map((await kinds[kind].fields(db)).map((f) => [f.key, f]));
  return columns[kind].flatMap((key) => known.get(key) ?? []);
}

const isEnglish = (name: string) => /^[\x20-\x7e]+$/.test(name);
export const shownField = ({ key, zh, en, required = false, type, choices = [], aliases }: ImportField): GridField => ({
  key,
  zh,
  en,
  isRequired: required,
  isAmount: type === 'amount',
  choices: choices.map(({ value, names }) => ({ zh: names[0] ?? value, en: names.find(isEnglish) ?? names[0] ?? value })),
  aliases: [...aliases],
});
export const shownFinding = ({ severity, code, field, found, expected, details }: RuleFinding): GridFinding => ({
  severity,
  code,
  field,
  found: found ?? null,
  expected: expected ?? null,
  details: details ?? null,
});

/** The columns of a table of entries. Refuses grid.may_not_enter. */
export async function gridFields(db: Reader, kinds: EntryKinds, kind: GridKind, actor: Actor): Promise<{ fields: GridField[] }> {
  if (!may.enter(actor)) throw refuse('forbidden', 'grid.may_not_enter');
  return { fields: (await fieldsOf(db, kinds, kind)).map(shownField) };
}

export type Typed = Readonly<{ kind: GridKind; unit: AmountUnit; rows: readonly TypedRow[] }>;
type Verdict = Readonly<{
  row: number;
  outcome: GridOutcome['outcome'];
  findings: readonly RuleFinding[];
  plan: unknown;
  targetId: string | null;
  read: ReadRow['mapped'];
}>;

/** Reads and judges every row that holds anything: what cannot be read refuses the row beside what its book says. */
export async function judgeTyped(
  db: Reader,
  kinds: EntryKinds,
  { kind, unit, rows }: Typed,
  act: Now & Readonly<{ batchId: string }>,
): Promise<Verdict[]> {
  if (!may.enter(act.actor)) throw refuse('forbidden', 'grid.may_not_enter');
  const read = readTyped(await fieldsOf(db, kinds, kind), rows, unit);
  const checker = await kinds[kind].open(db, act);
  const judged = await checker.check(read.map((r) => r.mapped));
  const late = Map.groupBy((await checker.finish()).findings, (f) => f.row);
  return judged.map(({ row, outcome, faults, findings, plan, targetId }, i) => {
    const { mapped, faults: unread, notices } = read[i]!;
    const wrong = [...unread, ...unsourced(mapped), ...faults].map(refusing);
    const all = [...wrong, ...findings, ...(late.get(row) ?? []), ...notices.map(telling)];
    const isRefused = all.some((f) => f.severity === 'refuse');
    return { row, outcome: isRefused ? 'refused' : outcome, findings: all, plan, targetId, read: mapped };
  });
}

/** A file has a setup that says where its rate is from; a typed row says it itself. */
function unsourced({ values, terms, faulty }: ReadRow['mapped']): Finding[] {
  if (terms.currency === 'CNY' || values['amount'] === undefined || faulty.includes('currency')) return [];
  return [
    ...(terms.rateSource === null ? [{ code: 'money.rate_source_missing', field: 'rateSource' }] : []),
    ...(terms.rateOn === null ? [{ code: 'field.required', field: 'rateOn' }] : []),
  ];
}

const parts = ['civil', 'installation', 'equipment', 'other'];
const sumOf = (values: Readonly<Record<string, ImportValue>>) =>
  Number(values['amount'] ?? parts.reduce((sum, part) => sum + Number(values[part] ?? 0), 0));

/** What the rows of a table would become; writes nothing. Refuses grid.may_not_enter. */
export async function checkGrid(db: Reader, kinds: EntryKinds, typed: Typed, context: Now): Promise<JudgedGrid> {
  const verdicts = await judgeTyped(db, kinds, typed, { ...context, batchId: 'preview' });
  const projects = await projectsOf(db, typed.rows, context.actor);
  const written = verdicts.filter((v) => (v.outcome === 'new' || v.outcome === 'changed') && v.read.terms.currency === 'CNY');
  return {
    rows: verdicts.map(({ row, outcome, findings, read }) => ({
      row,
      outcome,
      project: projects(read.values['project']),
      findings: findings.map(shownFinding),
    })),
    fen: written.reduce((sum, v) => sum + sumOf(v.read.values), 0),
  };
}

async function projectsOf(db: Reader, rows: readonly TypedRow[], actor: Actor) {
  const named = await projectsNamed(db, [...new Set(rows.flatMap((r) => r['project']?.trim() || []))], actor);
  const ids = [...named.values()].flat().map((p) => p.id);
  const names = await namesOfProjects(db, ids, actor);
  return (word: ImportValue | undefined) => {
    const [project, ...others] = named.get(String(word ?? '')) ?? [];
    if (!project || others.length > 0) return null;
    return { id: project.id, code: project.code, name: names.get(project.id) ?? project.code };
  };
}
