import { minorText } from '../../kernel/currency.ts';
import { type Finding, type ImportField, type JudgedRow, type MappedRow, type RuleFinding, withWords } from '../../kernel/import-row.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import type { EntryKind, ImportAct, ImportChecker } from '../../platform/import-kind.ts';
import { type NamedProject, projectsNamed } from '../projects/named-queries.ts';
import type { NewInvestment } from './contract.ts';
import { type InvestmentFault, investmentFaultCodes, sumOfParts } from './domain/investment-check.ts';
import type { ClosedThrough } from './domain/month.ts';
import { bookedLater } from './import-finding.ts';
import { recordInvestments } from './investment-commands.ts';
import { examineInvestments } from './known-queries.ts';
import { closedThrough } from './month-queries.ts';
import { check } from './policy.ts';
import { investmentColumns } from './sheet.ts';

const parts = ['civil', 'installation', 'equipment', 'other'] as const;
const column = (field: string) => investmentColumns.find((c) => c.field === field)!;
const fieldOf = (key: string, from: string, type: ImportField['type'], more: Partial<ImportField> = {}): ImportField => {
  const { zh, en, aliases } = column(from);
  return { key, zh, en, aliases, type, ...more };
};

const investmentFields: readonly ImportField[] = [
  {
    key: 'project',
    zh: '项目编码或名称',
    en: 'Project code or name',
    aliases: ['系统编号', ...column('projectCode').aliases, '项目名称', ...column('projectName').aliases],
    type: 'text',
    max: 200,
    required: true,
  },
  fieldOf('month', 'month', 'month', { required: true }),
  ...parts.map((part) => fieldOf(part, `${part}Fen`, 'amount', { signed: true })),
  fieldOf('amount', 'amountFen', 'amount', { signed: true }),
  fieldOf('remark', 'remark', 'text', { max: 1000 }),
];

/** Judges months of investment one after the other, each as if those before it were recorded. */
class InvestmentChecker implements ImportChecker {
  readonly #db: Reader;
  readonly #act: ImportAct;
  readonly #pending: { row: number; plan: NewInvestment }[] = [];
  readonly #closed: ClosedThrough;
  constructor(db: Reader, act: ImportAct, closed: ClosedThrough) {
    this.#db = db;
    this.#closed = closed;
    this.#act = act;
  }

  check = async (rows: readonly MappedRow[]): Promise<JudgedRow[]> => {
    const words = rows.flatMap((r) => (r.values['project'] === undefined ? [] : [String(r.values['project'])]));
    const named = await projectsNamed(this.#db, words, this.#act.actor);
    return rows.map((row) => this.#judge(row, named.get(String(row.values['project'])) ?? []));
  };

  #judge(row: MappedRow, named: readonly NamedProject[]): JudgedRow {
    const base = { row: row.row, outcome: 'new', targetId: null, changes: {}, findings: [] } as const;
    const fault = row.values['project'] === undefined ? null : projectFault(String(row.values['project']), named, this.#act);
    const plan = fault ? null : this.#planOf(row, named[0]);
    if (!plan || 'code' in plan) return { ...base, faults: [fault, plan].filter((f) => f !== null) as Finding[], plan: null };
    this.#pending.push({ row: row.row, plan });
    return { ...base, findings: bookedLater('investment', 'month', plan.month, this.#closed, 'warn'), faults: [], plan };
  }

  #planOf({ values, words, faulty }: MappedRow, project: NamedProject | undefined): NewInvestment | Finding | null {
    if (!project || values['month'] === undefined || faulty.length > 0) return null;
    const fen = (key: string) => Number(values[key] ?? 0);
    const said = parts.filter((part) => values[part] !== undefined);
    if (said.length === 0) return { code: values['amount'] === undefined ? 'field.required' : 'investment.parts_missing', field: 'civil' };
    const own = {
      civilFen: fen('civil'),
      installationFen: fen('installation'),
      equipmentFen: fen('equipment'),
      otherFen: fen('other'),
    };
    const remark = withWords(values['remark'] === undefined ? null : String(values['remark']), words)?.slice(0, 1000) ?? null;
    return {
      projectId: project.id,
      month: String(values['month']),
      ...own,
      amountFen: values['amount'] === undefined ? sumOfParts(own) : fen('amount'),
      remark,
      batchId: this.#act.batchId,
      acknowledged: null,
    };
  }

  finish = async () => {
    const answers = await examineInvestments(
      this.#db,
      this.#pending.map((p) => p.plan),
      this.#act,
    );
    const findings = answers.flatMap((answer, i): (RuleFinding & { row: number })[] => {
      const { row } = this.#pending[i]!;
      if (answer instanceof Refusal) return [{ ...refused(answer), row }];
      return answer.faults.map((fault) => ({ ...findingOf(fault), row }));
    });
    return { judged: [], findings };
  };
}

function projectFault(word: string, [project, ...others]: readonly NamedProject[], { actor }: ImportAct): Finding | null {
  if (!project) return { code: 'arrival.project_unknown', field: 'project', found: word };
  const codes = [project, ...others].map((p) => p.code).slice(0, 10);
  if (others.length > 0) return { code: 'arrival.project_ambiguous', field: 'project', found: word, details: { codes } };
  const allowed = check('record', actor, project);
  return allowed instanceof Refusal ? { code: allowed.code, field: 'project', found: word } : null;
}

const refused = ({ code, details }: Refusal): RuleFinding => ({
  code,
  field: code.startsWith('investment.month') || code.startsWith('date.') ? 'month' : 'amount',
  details,
  severity: 'refuse',
});
const money = (fen: number) => `${minorText(fen, 'CNY')} CNY`;
function findingOf(fault: InvestmentFault): RuleFinding {
  const base = { code: `investment.${fault.code}`, severity: 'acknowledge' } as const;
  switch (fault.code) {
    case 'month_has_rows':
      return { ...base, field: 'month', found: fault.month, details: { already: money(fault.alreadyFen) } };
    case 'far_above_last_month':
      return { ...base, field: 'amount', found: money(fault.monthFen), details: { month: fault.month, last: money(fault.lastMonthFen) } };
    case 'cumulative_falls':
      return { ...base, field: 'amount', found: money(fault.afterFen), details: { before: money(fault.beforeFen) } };
  }
}

/** 完成投资 by month, joined to projects by any code or by exactly their name. */
export const investmentEntries: EntryKind = {
  fields: () => Promise.resolve(investmentFields),
  open: async (db, act) => new InvestmentChecker(db, act, await closedThrough(db)),
  commit: async (tx, batches, { actor, now, acknowledged }) => {
    const answer = acknowledged && { codes: [...investmentFaultCodes], reason: acknowledged.reason };
    const plans: NewInvestment[] = [];
    for await (const rows of batches) plans.push(...rows.map((r) => ({ ...(r.plan as NewInvestment), acknowledged: answer })));
    if (plans.length > 0) await recordInvestments.inside(tx, plans, { actor, now });
  },
};
