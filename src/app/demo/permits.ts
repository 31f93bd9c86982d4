import { v7 } from 'uuid';
import type { Actor } from '../../kernel/actor.ts';
import { addDays, addMonths, type Day, dayOf, firstDayOf } from '../../kernel/day.ts';
import { workingDayFrom, workingDaysAfter, workingDaysBefore } from '../../kernel/working-day.ts';
import { actorByLogin, unitsByCode } from '../../modules/identity/queries.ts';
import { type GivenPermit, layGivenPermits } from '../../modules/permits/bulk-commands.ts';
import { setAgent, setChannel } from '../../modules/permits/commands.ts';
import type { PermitAct } from '../../modules/permits/domain/act.ts';
import type { PermitRule, PermitStage } from '../../modules/permits/domain/permit.ts';
import { permitPresets, permitTemplates } from '../../modules/permits/domain/preset.ts';
import { publishDepartments } from '../../modules/permits/rule-commands.ts';
import { publishPreset } from '../../modules/reference/commands.ts';
import type { Db } from '../../platform/db.ts';
import { classOf } from './milestones.ts';
import { hasBegun, type PlannedProject } from './plan.ts';

type Kept = Readonly<{ plan: PlannedProject; id: string }>;
/** Working days after acceptance, against what was promised, in turn. */
const against = [0, -1, -1, 0, 1, -2, 0, -1, 3, 0, -1] as const;
const causes = ['expert', 'publicity', 'correction', 'testing'] as const;
/** What an application may lack, and is promised. */
const lacking = ['施工合同', '资金保函', '勘察报告', '消防设计说明'] as const;

/** Every project that is signed has the approvals of its class: those of its past as decided, those of today as they run. */
export async function permitDemo(db: Db, known: readonly Kept[], keeper: Actor, now: Date): Promise<void> {
  for (const preset of permitPresets) await publishPreset(db, preset, now);
  await nameDepartments(db, keeper, now);
  const begun = known.filter(({ plan }) => hasBegun(plan));
  const permits = begun.flatMap((kept, i) => permitsOf(kept, i, dayOf(now)));
  await layGivenPermits(db, { batchId: v7(), permits }, keeper, now);
  const agent = (await actorByLogin(db, 'shenpi'))!;
  const waiting = begun.filter(({ plan }) => !plan.startedMonth).slice(0, 8);
  for (const [i, { id }] of waiting.entries()) {
    await setAgent(db, { projectId: id, personId: agent.id }, keeper, now);
    if (i % 3 === 0) await setChannel(db, { projectId: id, isGreen: true, reason: '区重点项目' }, keeper, now);
  }
}

async function nameDepartments(db: Db, keeper: Actor, now: Date) {
  const units = await unitsByCode(db);
  const office = units.get('QW-SPJ')!;
  const others = (['land', 'environment', 'construction', 'approval', 'utilities'] as const).map((role) => ({ role, unitId: office }));
  const departments = [{ role: 'development' as const, unitId: units.get('QW-FGJ')! }, ...others];
  await publishDepartments(db, { effectiveFrom: '2000-01-01', body: { departments } }, keeper, now);
}

/** The first day of each stage; none where the project has not come so far. */
function stagesOf(plan: PlannedProject, i: number, today: Day): Record<PermitStage, Day | null> {
  if (!plan.startedMonth) {
    const siting = addDays(firstDayOf(plan.signedMonth!), 20);
    return {
      siting,
      planning: siting < addDays(today, -75) ? workingDaysBefore(today, 6 + (i % 30)) : null,
      construction: null,
      completion: null,
    };
  }
  const start = firstDayOf(plan.startedMonth);
  const completion = plan.completedMonth ? firstDayOf(addMonths(plan.completedMonth, -1)) : null;
  return { siting: addDays(start, -150), planning: addDays(start, -100), construction: addDays(start, -30), completion };
}

function permitsOf({ plan, id }: Kept, i: number, today: Day): GivenPermit[] {
  const of = classOf(plan, i);
  const { permits, leads } = permitTemplates[of];
  const stages = stagesOf(plan, i, today);
  return permits.map((rule, orderNo) => {
    const from = stages[rule.stage];
    const acts = from === null ? [] : actsOf(rule, workingDayFrom(addDays(from, (orderNo * 3) % 11)), i + orderNo * 5, today);
    return { projectId: id, class: of, templateVersion: 1, orderNo, leadRole: leads[rule.stage], rule, isGreen: false, acts };
  });
}

/** What became of an application of a day, as far as it has come by today. */
function actsOf(rule: PermitRule, on: Day, turn: number, today: Day): PermitAct[] {
  const acceptedOn = workingDaysAfter(on, turn % 3);
  const stopsOn = turn % 5 === 0 ? workingDaysAfter(acceptedOn, 1) : null;
  const goesOn = stopsOn === null ? null : workingDaysAfter(stopsOn, 4 + (turn % 7));
  const days = rule.promisedDays + against[turn % against.length]!;
  const decidedOn = workingDaysAfter(goesOn ?? acceptedOn, days < 1 ? 1 : days - (days % 1));
  const isLacking = rule.mayLack && turn % 4 === 1 && decidedOn > today;
  const gap = lacking[turn % lacking.length]!;
  const accepted: PermitAct = isLacking
    ? { kind: 'accepted', on: acceptedOn, mode: 'lacking', missing: [gap], until: workingDaysAfter(today, turn % 6), words: null }
    : { kind: 'accepted', on: acceptedOn, mode: 'full', missing: null, until: null, words: null };
  const acts: (PermitAct | null)[] = [
    { kind: 'applied', on, words: null },
    accepted,
    stopsOn === null ? null : { kind: 'stopped', on: stopsOn, cause: causes[turn % causes.length]!, reason: '按规定不计入时限' },
    goesOn === null ? null : { kind: 'resumed', on: goesOn, words: null },
    { kind: 'granted', on: decidedOn, number: null, words: null },
  ];
  const done = acts.filter((act) => act !== null);
  const ahead = done.findIndex((act) => act.on > today);
  return ahead < 0 ? done : done.slice(0, ahead);
}
