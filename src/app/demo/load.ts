import { eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { addMonths, dayOf, type Month } from '../../kernel/day.ts';
import { closeWithFigures } from '../../modules/closings/commands.ts';
import { recordAgreements } from '../../modules/funds/agreement-commands.ts';
import { recordArrivals } from '../../modules/funds/arrival-commands.ts';
import type { NewAgreement, NewArrival, NewInvestment } from '../../modules/funds/contract.ts';
import { recordInvestments } from '../../modules/funds/investment-commands.ts';
import { setupStatus, unitTree } from '../../modules/identity/queries.ts';
import { refreshAllForecasts } from '../../modules/forecast/commands.ts';
import { refreshAllLights } from '../../modules/lights/commands.ts';
import { importProjects } from '../../modules/projects/import-commands.ts';
import type { ImportedProject } from '../../modules/projects/import-queries.ts';
import { recordDates } from '../../modules/projects/date-commands.ts';
import { advanceByLedger } from '../../modules/projects/ledger-commands.ts';
import { exitProject } from '../../modules/projects/move-commands.ts';
import { visibleProject } from '../../modules/projects/queries.ts';
import { product } from '../../modules/reference/commands.ts';
import { remind } from '../../modules/reminders/commands.ts';
import { refuse } from '../../kernel/refusal.ts';
import { auditEntry } from '../../platform/audit.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Db, Tx } from '../../platform/db.ts';
import { planMilestones } from './milestones.ts';
import { district } from './names.ts';
import { ideaDemo } from './ideas.ts';
import { lookAlikeDemo } from './lookalikes.ts';
import { type Cast, peopleTheDistrict } from './people.ts';
import { permitDemo } from './permits.ts';
import { claimDemo } from './claims.ts';
import { flagDemo, odditiesOf } from './oddities.ts';
import { recognisedIn } from './dates.ts';
import { meetingDemo } from './meetings.ts';
import { problemDemo } from './problems.ts';
import { reportDemo } from './reports.ts';
import { talkAbout } from './talk.ts';
import { judgeArrivals } from './verdicts.ts';
import { monthsOfHistory, type PlannedProject, type PlannedStage, planDemo, wan } from './plan.ts';
import { lookTogether } from '../looks.ts';
import { reminderFeed } from '../wiring.ts';

const seed = 20261122;

type Kept = { plan: PlannedProject; id: string };
type Odd = ReturnType<typeof odditiesOf>;
const batch = { externalRef: null, batchId: null };
const inYuan = { currency: 'CNY' as const, rate: null, rateSource: null, rateOn: null };

const opening = (plan: PlannedProject, { units, staff, leaders }: Cast, odd: Odd): ImportedProject => ({
  name: plan.name,
  unitId: units.get(plan.unitCode)!,
  stage: plan.company ? 'negotiating' : 'planning',
  happenedOn: plan.createdMonth,
  investorName: plan.company?.name ?? null,
  investorOrigin: plan.company?.origin ?? null,
  industryCode: plan.industry,
  totalMinor: plan.total * wan,
  personId: staff.get(plan.unitCode)![plan.person]!,
  leaderId: leaders[plan.leader]!,
  parkId: plan.parkCode ? units.get(plan.parkCode)! : null,
  source: plan.source,
  nature: plan.nature,
  contactPhone: odd.phones.get(plan) ?? null,
});

const agreement = ({ plan, id }: Kept): NewAgreement => ({
  projectId: id,
  ...batch,
  ...inYuan,
  kind: plan.framework ? 'framework' : 'investment',
  title: `${plan.name}${plan.framework ? '框架' : '投资'}协议`,
  signedOn: plan.signedMonth!,
  party: plan.company?.name ?? null,
  totalMinor: plan.agreed * wan,
  attractedMinor: plan.attracted ? plan.attracted * wan : null,
  fixedMinor: plan.fixed ? plan.fixed * wan : null,
  remark: null,
});

/** What arrived in a month and is recorded with it; a little of it comes to light a month later, when its month is closed. */
const arrivalsIn =
  (month: Month, odd: Odd) =>
  ({ plan, id }: Kept): NewArrival[] =>
    plan.arrivals
      .filter((a) => (a.isLate ? addMonths(a.month, 1) : a.month) === month)
      .flatMap((a, n) =>
        (odd.arrivals.get(a) ?? [{}]).map((piece) => ({
          projectId: id,
          ...batch,
          ...inYuan,
          arrivedOn: `${a.month}-${String(8 + n * 5).padStart(2, '0')}`,
          amountMinor: a.amount * wan,
          kind: a.kind,
          payer: plan.company?.name ?? null,
          payerRegion: plan.company?.origin ?? null,
          voucherNo: null,
          remark: null,
          acknowledged: null,
          ...piece,
        })),
      );

const investmentsIn =
  (month: Month) =>
  ({ plan, id }: Kept): NewInvestment[] =>
    plan.investments
      .filter((i) => i.month === month)
      .map(({ amount, split }) => ({
        projectId: id,
        batchId: null,
        month,
        civilFen: split[0] * wan,
        installationFen: split[1] * wan,
        equipmentFen: split[2] * wan,
        otherFen: split[3] * wan,
        amountFen: amount * wan,
        remark: null,
        acknowledged: null,
      }));

const stepsIn =
  (month: Month) =>
  ({ plan, id }: Kept) => {
    const reached: [PlannedStage, Month | null][] = [
      ['signed', plan.framework ? null : plan.signedMonth],
      ['preparing', plan.preparedMonth],
      ['building', plan.startedMonth],
      ['completed', plan.completedMonth],
      ['producing', plan.producedMonth],
      ['at_capacity', plan.capacityMonth],
    ];
    return reached.filter(([, at]) => at === month).map(([to]) => ({ id, to, happenedOn: month }));
  };

/** One month of the district's life, recorded early in the month after. */
const liveMonth = command(
  'demo.month',
  async (
    tx,
    { month, known, cast, plans, odd }: { month: Month; known: Kept[]; cast: Cast; plans: PlannedProject[]; odd: Odd },
    context,
  ) => {
    const batchId = v7();
    const fresh = plans.filter((p) => p.createdMonth === month);
    const entered = await importProjects.inside(tx, { batchId, rows: fresh.map((p) => opening(p, cast, odd)) }, context);
    const all = [...known, ...fresh.map((plan, i) => ({ plan, id: entered[i]!.id }))];
    await lookTogether(tx, context, async () => {
      await recordMonth(tx, { month, all, odd, batchId }, context);
      const { statistics, promotion } = recognisedIn(month, all);
      await recordDates.inside(tx, { batchId, rows: statistics }, { ...context, actor: cast.statistician });
      await recordDates.inside(tx, { batchId, rows: promotion }, context);
    });
    return { result: all, trace: { subject: 'demo', subjectId: batchId, after: { month } } };
  },
);

type Recorded = Readonly<{ month: Month; all: readonly Kept[]; odd: Odd; batchId: string }>;
async function recordMonth(tx: Tx, { month, all, odd, batchId }: Recorded, context: Now) {
  await recordAgreements.inside(tx, all.filter(({ plan }) => plan.signedMonth === month).map(agreement), context);
  // One step of a project in one act: those that take two in a month have another.
  const steps = all.map(stepsIn(month)).filter((s) => s.length > 0);
  for (let no = 0; steps.some((s) => s.length > no); no += 1)
    await advanceByLedger.inside(tx, { batchId, steps: steps.flatMap((s) => s[no] ?? []) }, context);
  await recordArrivals.inside(tx, all.flatMap(arrivalsIn(month, odd)), context);
  await recordInvestments.inside(tx, all.flatMap(investmentsIn(month)), context);
  await withdraw(
    tx,
    all.filter(({ plan }) => plan.side && plan.signedMonth && addMonths(plan.signedMonth, 7) === month),
    month,
    context,
  );
}

async function withdraw(tx: Tx, gone: readonly Kept[], month: Month, context: Now) {
  for (const { id } of gone)
    await exitProject.inside(
      tx,
      {
        id,
        version: (await visibleProject(tx, id, context.actor)).version,
        side: 'withdrawn',
        reason: '投资方资金链断裂，双方协商解除协议',
        exitTo: 'funding',
        happenedOn: month,
      },
      context,
    );
}

/** Fills an empty installation; does nothing to one that is the demo already, and refuses to touch a real one. */
export async function loadDemo(db: Db, now: Date): Promise<{ loaded: boolean }> {
  const status = await setupStatus(db);
  if (status.isSetUp) {
    if ((await unitTree(db))[0]?.code === district.code) return assertWhole(db);
    throw refuse('conflict', 'demo.not_empty', {});
  }
  const cast = await peopleTheDistrict(db, now);
  const { projects: plans, months } = planDemo(seed, addMonths(dayOf(now).slice(0, 7), -1));
  const odd = odditiesOf(plans);
  let known: Kept[] = [];
  for (const month of months) {
    const recorded = new Date(Date.parse(`${addMonths(month, 1)}-03T09:00:00+08:00`));
    known = await liveMonth(db, { month, known, cast, plans, odd }, cast.keeper, recorded < now ? recorded : now);
    // Reported and closed on the fifth; the last month is still being reported.
    const closing = new Date(Date.parse(`${addMonths(month, 1)}-05T17:00:00+08:00`));
    if (month !== months.at(-1)) await closeWithFigures(db, { month, acknowledged: true, note: null }, cast.keeper, closing);
  }
  await planMilestones(db, known, cast.keeper, now);
  await permitDemo(db, known, cast.keeper, now);
  await judgeArrivals(db, months.at(-1)!, cast.keeper, now);
  await claimDemo(db, cast.keeper, now);
  await flagDemo(db, cast.keeper, now);
  await reportDemo(db, months, cast.keeper, now);
  await refreshAllLights(db, now);
  await refreshAllForecasts(db, cast.keeper, now);
  await problemDemo(db, cast.units, cast.keeper, now);
  await meetingDemo(db, cast, now);
  await ideaDemo(db, cast, cast.keeper, now);
  await talkAbout(db, known, cast.keeper, now);
  await lookAlikeDemo(db, known, cast, now);
  await remind(db, reminderFeed, product, now);
  return { loaded: true };
}

/** A demo that was broken off would show other figures than it should. */
async function assertWhole(db: Db): Promise<{ loaded: false }> {
  const months = await db.$count(auditEntry, eq(auditEntry.action, 'demo.month'));
  if (months < monthsOfHistory) throw refuse('conflict', 'demo.half_loaded', { months, expected: monthsOfHistory });
  return { loaded: false };
}
