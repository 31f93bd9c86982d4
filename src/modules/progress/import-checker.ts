import type { Finding, ImportValue, JudgedRow, MappedRow, RuleFinding } from '../../kernel/import-row.ts';
import { dayOf, type Month } from '../../kernel/day.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import type { ImportAct, ImportChecker } from '../../platform/import-kind.ts';
import { sumOfParts } from '../funds/domain/investment-check.ts';
import { examineInvestments } from '../funds/known-queries.ts';
import { closedThrough } from '../funds/month-queries.ts';
import { type NamedProject, projectsNamed } from '../projects/named-queries.ts';
import { checkReport, lackingEntry, type ReportedMoney, yuan } from './domain/report.ts';
import { coveredMonths, isExempt, opensOn, type ReportRules } from './domain/rules.ts';
import { type HeldReport, heldReports } from './import-queries.ts';
import { ledgerMonths } from './ledger-queries.ts';
import { checkReporting } from './policy.ts';
import { exceptionFor, reportRulesFor } from './queries.ts';

/** What a row says of a month of its project. */
export type ReportedRow = Readonly<{
  projectId: string;
  month: Month;
  summary: string | null;
  problems: string | null;
  reason: string | null;
  money: ReportedMoney;
  supersedes: string | null;
}>;
const amounts = ['civil', 'installation', 'equipment', 'other', 'oldBuilding', 'land'] as const;
const texts = ['summary', 'problems'] as const;

/** Judges rows of monthly reports as if each were sent by itself; what stands already just so is unchanged. */
export class ReportChecker implements ImportChecker {
  readonly #db: Reader;
  readonly #act: ImportAct;
  readonly #seen = new Map<string, number>();
  readonly #rules = new Map<Month, ReportRules>();

  constructor(db: Reader, act: ImportAct) {
    this.#db = db;
    this.#act = act;
  }

  check = async (rows: readonly MappedRow[]): Promise<JudgedRow[]> => {
    const words = rows.flatMap((r) => (r.values['project'] === undefined ? [] : [String(r.values['project'])]));
    const named = await projectsNamed(this.#db, words, this.#act.actor);
    const ids = [...new Set([...named.values()].flat().map((p) => p.id))];
    const held = await heldReports(this.#db, ids);
    const judged: JudgedRow[] = [];
    for (const row of rows) judged.push(await this.#judge(row, named.get(String(row.values['project'])) ?? [], held));
    return judged;
  };

  finish = () => Promise.resolve({ judged: [], findings: [] });

  async #judge(row: MappedRow, named: readonly NamedProject[], held: ReadonlyMap<string, HeldReport>): Promise<JudgedRow> {
    const { values, faulty } = row;
    if (values['project'] === undefined || values['month'] === undefined || faulty.length > 0) return judged(row);
    const found = String(values['project']);
    const project = oneOf(named, found);
    if ('field' in project) return judged(row, project);
    const month = String(values['month']);
    const fault = this.#repeated(row, project.id, month) ?? (await this.#closedTo(project, month)) ?? saysNothing(row);
    if (fault) return judged(row, { found, ...fault });
    const standing = held.get(`${project.id} ${month}`) ?? null;
    return this.#beside(row, askedOf(row, project.id, month, standing), standing);
  }

  /** Beside the report that stands: the same is unchanged, and what is accepted stays. */
  #beside(row: MappedRow, said: ReportedRow, standing: HeldReport | null): Promise<JudgedRow> | JudgedRow {
    if (standing && isSame(said, standing)) return { ...judged(row), outcome: 'unchanged', targetId: standing.id };
    const details = { month: said.month };
    if (standing?.state === 'accepted') return judged(row, { code: 'report.accepted_already', field: 'month', details });
    return this.#against(row, said, standing);
  }

  /** The same month of the same project twice. */
  #repeated({ row }: MappedRow, projectId: string, month: Month): Finding | null {
    const key = `${projectId} ${month}`;
    const earlier = this.#seen.get(key);
    if (earlier !== undefined) return { code: 'report.twice_in_file', field: 'month', details: { row: earlier } };
    this.#seen.set(key, row);
    return null;
  }

  async #rulesFor(month: Month): Promise<ReportRules> {
    const rules = this.#rules.get(month) ?? (await reportRulesFor(this.#db, month));
    this.#rules.set(month, rules);
    return rules;
  }

  /** Why this month of this project cannot be reported by the actor now. */
  async #closedTo(project: NamedProject, month: Month): Promise<Finding | null> {
    const allowed = checkReporting(this.#act.actor, project);
    if (allowed instanceof Refusal) return { code: allowed.code, field: 'project' };
    const [rules, today] = [await this.#rulesFor(month), dayOf(this.#act.now)];
    if (isExempt(rules, month)) return { code: 'report.month_exempt', field: 'month', details: { month } };
    const opens = opensOn(rules, month);
    if (opens > today) return { code: 'report.not_open_yet', field: 'month', details: { month, opensOn: opens } };
    const closed = await closedThrough(this.#db);
    if (closed === null || month > closed || (await exceptionFor(this.#db, project.id, month, today))) return null;
    return { code: 'report.month_closed', field: 'month', details: { month } };
  }

  /** Against the ledger: what it holds already, and the month before. */
  async #against(row: MappedRow, said: ReportedRow, standing: HeldReport | null): Promise<JudgedRow> {
    const { projectId, month, money } = said;
    const known = (await ledgerMonths(this.#db, [projectId], month, coveredMonths(await this.#rulesFor(month), month)))(projectId);
    const answer = checkReport({ ...said, ...money, isUnchanged: false }, known);
    if (answer instanceof Refusal) return judged(row, refused(answer));
    const lacks = said.reason === null ? lackingEntry(money, known.typed) : null;
    const findings = lacks ? await this.#farAbove({ ...lacks, projectId, month }) : [];
    const base = { ...judged(row), findings, plan: said };
    return standing ? { ...base, outcome: 'changed', targetId: standing.id, changes: changesOf(said, standing) } : base;
  }

  async #farAbove(lacks: Parameters<typeof sumOfParts>[0] & { projectId: string; month: Month }): Promise<RuleFinding[]> {
    const entry = { ...lacks, amountFen: sumOfParts(lacks), remark: null, batchId: null, acknowledged: null };
    const [found] = await examineInvestments(this.#db, [entry], this.#act);
    const fault = found instanceof Refusal ? undefined : found?.faults.find((f) => f.code === 'far_above_last_month');
    if (!fault) return [];
    const details = { month: fault.month, last: yuan(fault.lastMonthFen) };
    return [{ code: 'report.far_above', field: 'reason', severity: 'acknowledge', found: yuan(fault.monthFen), details }];
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

/** The one project that a word names, or what is wrong with it. */
function oneOf([project, ...others]: readonly NamedProject[], found: string): NamedProject | Finding {
  if (!project) return { code: 'report.project_unknown', field: 'project', found };
  return others.length > 0 ? { code: 'report.project_ambiguous', field: 'project', found } : project;
}

const fieldsOfRefusal: Readonly<Record<string, string>> = {
  summary: 'summary',
  civilFen: 'civil',
  installationFen: 'installation',
  equipmentFen: 'equipment',
  otherFen: 'other',
};
const refused = ({ code, details }: Refusal): Finding => ({
  code,
  field: fieldsOfRefusal[String(details['field'])] ?? null,
  details,
});

const fenOf = (values: MappedRow['values'], key: string) => Number(values[key] ?? 0);
/** Foreign money, amounts that do not add up, or nothing at all. */
function saysNothing({ values, terms }: MappedRow): Finding | null {
  const hasMoney = amounts.some((key) => values[key] !== undefined);
  if (hasMoney && terms.currency !== 'CNY') return { code: 'report.foreign', field: 'civil', found: terms.currency };
  if (!hasMoney && values['summary'] === undefined) return { code: 'report.nothing_said', field: 'summary' };
  const total = (['civil', 'installation', 'equipment', 'other'] as const).reduce((sum, key) => sum + fenOf(values, key), 0);
  const differs = values['amount'] !== undefined && fenOf(values, 'amount') !== total;
  return differs ? { code: 'report.parts_differ', field: 'amount', found: yuan(fenOf(values, 'amount')), expected: yuan(total) } : null;
}

function askedOf({ values }: MappedRow, projectId: string, month: Month, standing: HeldReport | null): ReportedRow {
  const text = (key: string) => (values[key] === undefined ? null : String(values[key]));
  const money = Object.fromEntries(amounts.map((key) => [`${key}Fen`, fenOf(values, key)])) as unknown as ReportedMoney;
  const words = { summary: text('summary'), problems: text('problems'), reason: text('reason') };
  return { projectId, month, ...words, money, supersedes: standing?.id ?? null };
}

const moneyKeys = amounts.map((key) => `${key}Fen` as const);
const isSame = (said: ReportedRow, held: HeldReport) =>
  texts.every((key) => said[key] === held[key]) && moneyKeys.every((key) => said.money[key] === held[key]);

function changesOf(said: ReportedRow, held: HeldReport): JudgedRow['changes'] {
  const all: [string, ImportValue | null, ImportValue | null][] = [
    ...texts.map((key): [string, string | null, string | null] => [key, held[key], said[key]]),
    ...amounts.map((key): [string, number, number] => [key, held[`${key}Fen`], said.money[`${key}Fen`]]),
  ];
  return Object.fromEntries(all.filter(([, was, is]) => was !== is).map(([key, was, is]) => [key, [was, is] as const]));
}
