import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Actor } from '../../kernel/actor.ts';
import { addMonths, dayOf, type Month } from '../../kernel/day.ts';
import { openReports } from '../../modules/progress/commands.ts';
import { defaultReportRules as rules, dueOn, isExempt } from '../../modules/progress/domain/rules.ts';
import { monthReport, monthReportDecision, reportDue } from '../../modules/progress/tables.ts';
import { command } from '../../platform/command.ts';
import type { Db, Reader } from '../../platform/db.ts';
import { insertMany } from '../../platform/many-rows.ts';
import { type Random, seeded } from './random.ts';

type Owed = Readonly<{
  projectId: string;
  unitId: string;
  personId: string;
  month: Month;
  isStarted: boolean;
  civilFen: number;
  installationFen: number;
  equipmentFen: number;
  otherFen: number;
}>;

const seed = 20261128;
const working = [
  '主体结构施工按计划推进',
  '设备基础完成，开始安装',
  '厂房封顶，进入室内工程',
  '管网和道路同步施工',
  '主要设备已订货，部分到场',
];
const waiting = ['施工图审查中', '正在办理施工许可', '场地平整完成，等待进场', '环评报告已上报'];
const problems = ['变压器增容尚未批复', '用地手续有一宗待办结', '企业资金安排放缓，进度偏慢', '雨季影响土方施工'];

/** Every project that was at work in a month of the past, with what the ledger says was invested then; February has January with it. */
async function owedIn(db: Reader, months: readonly Month[]): Promise<Owed[]> {
  const reported = months.filter((m) => !isExempt(rules, m));
  const { rows } = await db.execute<Owed>(sql`
    select p.id as "projectId", p.unit_id as "unitId", p.person_id as "personId", m.month, l.is_started as "isStarted",
      coalesce(sum(i.civil_fen), 0)::bigint as "civilFen", coalesce(sum(i.installation_fen), 0)::bigint as "installationFen",
      coalesce(sum(i.equipment_fen), 0)::bigint as "equipmentFen", coalesce(sum(i.other_fen), 0)::bigint as "otherFen"
    from project p cross join unnest(${sql.param(reported)}::text[]) m (month)
      cross join lateral (select bool_or(c.to_stage in ('preparing', 'building')) as is_under, bool_or(c.to_stage = 'building') as is_started,
        bool_or(c.to_stage in ('completed', 'producing', 'at_capacity') or c.to_side is not null) as is_over
        from stage_change c where c.project_id = p.id and c.happened_on <= m.month) l
      left join investment i on i.project_id = p.id and (i.month = m.month or (m.month like '%-02' and i.month = left(m.month, 4) || '-01'))
    where l.is_under and not l.is_over and p.person_id is not null
    group by 1, 2, 3, 4, 5 order by m.month, p.code`);
  return rows;
}

/** What became of a report: nearly all of the past is accepted; of the last month some are waiting, returned or missing. */
function fateOf(random: Random, isLast: boolean): 'accepted' | 'submitted' | 'returned' | 'missing' {
  const at = random.next();
  if (!isLast) return at < 0.97 ? 'accepted' : 'missing';
  return at < 0.74 ? 'accepted' : at < 0.86 ? 'submitted' : at < 0.91 ? 'returned' : 'missing';
}

const reportMonths = command('demo.reports', async (tx, { months, now }: { months: readonly Month[]; now: Date }, { actor }) => {
  const random = seeded(seed);
  const last = months.at(-1)!;
  const made = (await owedIn(tx, months)).map((owed) => storyOf(random, owed, owed.month === last, actor, now));
  const sent = made.filter((m) => m.report !== null);
  await insertMany(
    tx,
    monthReport,
    sent.map((m) => m.report!),
  );
  await insertMany(
    tx,
    monthReportDecision,
    sent.flatMap((m) => m.decision ?? []),
  );
  await insertMany(
    tx,
    reportDue,
    made.map((m) => m.due),
  );
  return { result: { reports: sent.length }, trace: { subject: 'demo', subjectId: v7(), after: { reports: sent.length } } };
});

function storyOf(random: Random, owed: Owed, isLast: boolean, keeper: Actor, now: Date) {
  const { projectId, unitId, personId, month, isStarted, ...money } = owed;
  const fate = fateOf(random, isLast);
  const reportedAt = new Date(Date.parse(`${addMonths(month, 1)}-0${random.between(1, 4) + (random.chance(0.06) ? 5 : 0)}T10:00:00+08:00`));
  const at = reportedAt < now ? reportedAt : now;
  const due = { projectId, month, unitId, dueOn: dueOn(rules, month), isOwed: true, state: fate, reportedOn: null, reportId: null };
  if (fate === 'missing') return { due, report: null, decision: null };
  const amountFen = money.civilFen + money.installationFen + money.equipmentFen + money.otherFen;
  const isUnchanged = amountFen === 0 && random.chance(0.7);
  const report = {
    projectId,
    id: v7(),
    month,
    isUnchanged,
    summary: isUnchanged ? null : random.pick(isStarted ? working : waiting),
    problems: random.chance(0.12) ? random.pick(problems) : null,
    ...money,
    oldBuildingFen: 0,
    landFen: 0,
    amountFen,
    reason: null,
    supersedes: null,
    batchId: null,
    recordedBy: personId,
    recordedAt: at,
  };
  const note = fate === 'returned' ? '请补充形象进度和存在问题' : null;
  const ruling = { projectId, id: v7(), reportId: report.id, note, investmentId: null, decidedBy: keeper.id, decidedAt: at };
  const decision = fate === 'submitted' ? null : { ...ruling, outcome: fate };
  return { due: { ...due, reportedOn: dayOf(at), reportId: report.id }, report, decision };
}

/** Three years of monthly reports that say what the ledger holds, and the month that can be reported now. */
export async function reportDemo(db: Db, months: readonly Month[], keeper: Actor, now: Date): Promise<void> {
  await reportMonths(db, { months, now }, keeper, now);
  await openReports(db, {}, keeper, now);
}
