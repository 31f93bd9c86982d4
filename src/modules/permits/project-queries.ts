import { sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import { type Day, dayOf, firstDayOf } from '../../kernel/day.ts';
import type { HalfDay } from '../../kernel/working-day.ts';
import { unpublishedYears } from '../../kernel/working-day.ts';
import type { Reader } from '../../platform/db.ts';
import { type Paper, papersOf } from '../evidence/queries.ts';
import { operator, operatorId, peopleOf, unitTree } from '../identity/queries.ts';
import type { permitsContract } from './contract.ts';
import type { ActKind } from './domain/act.ts';
import { daysLeft, stoodDays, usedDays } from './domain/clock.ts';
import { nextActs } from './domain/guard.ts';
import type { PermitRule } from './domain/permit.ts';
import type { Entry, Limit, PermitView } from './domain/permit-view.ts';
import { answerBy, dues, promisedDays, type Standing, standingEvents, standingOf, validUntil } from './domain/standing.ts';
import {
  channelsOf,
  type EventRow,
  eventsOf,
  type ItemRow,
  itemsOf,
  permitSubject,
  ruleOf,
  startedOn,
  type Subject,
} from './facts-queries.ts';
import { type Department, may, mayAct } from './policy.ts';
import { departmentsOn, feesOn } from './rule-queries.ts';

type C = typeof permitsContract;

/** Everything about the approvals of a project. Refuses project.unknown. */
export async function permitsOf(db: Reader, id: string, actor: Actor, now: Date): Promise<Result<C['ofProject']>> {
  const subject = await permitSubject(db, id, actor);
  const today = dayOf(now);
  const [items, events] = [await itemsOf(db, [id]), await eventsOf(db, [id])];
  const channels = await channelsOf(db, id);
  const people = await namesOf(db, [
    ...[...events.values()].flat().map((e) => e.recordedBy),
    ...channels.map((c) => c.recordedBy),
    ...(subject.agentId ? [subject.agentId] : []),
  ]);
  const knows = may.knowWords(actor, subject);
  const papers = knows
    ? await papersOf(
        db,
        'permit',
        [...events.values()].flat().map((e) => e.id),
      )
    : new Map<string, Paper[]>();
  const [departments, units] = [await departmentsOn(db, today), await unitTree(db)];
  const began = await startedOn(db, id);
  const at: At = { subject, actor, today, startedOn: began, knows };
  const standings = new Map(items.map((i) => [i.key, { item: i, standing: standingOf(events.get(i.id) ?? [], today) }]));
  const permits = items.map((item): PermitView => {
    const unitId = departments.get(item.role) ?? null;
    const own = events.get(item.id) ?? [];
    return {
      ...viewOf(item, standings.get(item.key)!.standing, at),
      leadRole: item.leadRole,
      department: units.find((u) => u.id === unitId)?.name ?? null,
      waitsFor: waitsFor(item, standings),
      last: own.at(-1)?.id ?? null,
      entries: own.map((e) => entryOf(e, own, { knows, by: people(e.recordedBy), papers })),
      can: { acts: actsOf(standings.get(item.key)!.standing, item, at, { role: item.role, unitId }) },
    };
  });
  const fees = await feesOn(db, today);
  return {
    today,
    nationalCode: await nationalCode(db, id),
    class: items[0]?.class ?? null,
    isGreen: subject.isGreen,
    green: channels.map((c) => ({
      id: c.id,
      isGreen: c.isGreen,
      reason: knows ? c.reason : null,
      by: people(c.recordedBy),
      at: c.recordedAt.toISOString(),
    })),
    agent: subject.agentId ? { id: subject.agentId, name: people(subject.agentId) } : null,
    permits,
    fees: fees.filter((f) => f.permit === null || items.some((i) => i.key === f.permit)),
    unpublished: unpublishedIn(permits, today),
    can: { plan: may.plan(actor, subject), arrange: may.arrange(actor, subject) },
  };
}

type At = Readonly<{ subject: Subject; actor: Actor; today: Day; startedOn: Day | null; knows: boolean }>;

function viewOf(item: ItemRow, s: Standing, at: At): Omit<PermitView, 'leadRole' | 'department' | 'waitsFor' | 'last' | 'entries' | 'can'> {
  const rule = ruleOf(item);
  return {
    ...rule,
    id: item.id,
    state: s.state,
    appliedOn: s.appliedOn,
    answerBy: s.state === 'applied' && s.told === null ? answerBy(s.appliedOn!) : null,
    toldOn: s.told?.on ?? null,
    preReviewedOn: s.preReviewedOn,
    acceptedOn: s.acceptedOn,
    isDeemed: s.isDeemed,
    mode: s.mode,
    isGreen: s.isGreen,
    gapsBy: s.gaps.length > 0 ? s.gapsBy : null,
    stops: [...s.stops],
    decidedOn: s.decidedOn,
    extended: [...s.extended],
    ...wordsOf(s, at.knows),
    ...clocksOf(rule, s, at.today),
    ...validityOf(rule, s, at),
  };
}
/** What may name the investor. */
const wordsOf = ({ told, gaps, number }: Standing, knows: boolean) =>
  knows ? { toldMissing: [...(told?.missing ?? [])], gaps: [...gaps], number } : { toldMissing: [], gaps: [], number: null };

function clocksOf(rule: PermitRule, s: Standing, today: Day) {
  const end = s.decidedOn ?? today;
  const { legal, promised } = dues(s, rule);
  return {
    used: s.acceptedOn ? usedDays(s.acceptedOn, s.stops, end) : 0,
    stood: stoodDays(s.stops, end),
    legal: limitOf(rule.legalDays, legal, end),
    promised: limitOf(promisedDays(s, rule), promised, end),
  };
}
function validityOf(rule: PermitRule, s: Standing, { today, startedOn: began }: At) {
  const until = validUntil(s, rule);
  if (until === null) return { validUntil: null, isUsed: false, isExpired: false };
  const isUsed = rule.isUsedByStart && began !== null && firstDayOf(began) <= until;
  return { validUntil: until, isUsed, isExpired: until < today && !isUsed };
}
function limitOf(days: number, due: HalfDay | null, end: Day): Limit {
  const left = due && daysLeft(due.day, end);
  return { days, dueOn: due?.day ?? null, by: due?.by ?? null, left, isLate: due !== null && end > due.day };
}

type Standings = ReadonlyMap<string, Readonly<{ item: ItemRow; standing: Standing }>>;
/** Names of what is to be granted before and is not; what the project does not have is not waited for. */
const waitsFor = (item: ItemRow, standings: Standings): string[] =>
  item.after.flatMap((key) => {
    const other = standings.get(key);
    return other && other.standing.state !== 'granted' && other.standing.state !== 'dropped' ? [other.item.name] : [];
  });

const actsOf = (s: Standing, item: ItemRow, { actor, subject }: At, department: Department): ActKind[] =>
  nextActs(s, ruleOf(item)).filter((kind) => mayAct(kind, actor, subject, department, s.last?.kind ?? null));

type Words = Readonly<{ knows: boolean; by: string; papers: ReadonlyMap<string, Paper[]> }>;
function entryOf(e: EventRow, all: readonly EventRow[], { knows, by, papers }: Words): Entry {
  const stands = standingEvents(all).some((s) => s.id === e.id);
  return {
    id: e.id,
    kind: e.kind,
    happenedOn: e.happenedOn,
    mode: e.mode,
    cause: e.cause,
    number: knows ? e.number : null,
    untilOn: e.untilOn,
    missing: knows ? e.missing : null,
    months: e.months,
    words: knows ? e.words : null,
    isGone: !stands && e.kind !== 'taken_back',
    by,
    at: e.recordedAt.toISOString(),
    evidence: papers.get(e.id) ?? [],
  };
}

async function namesOf(db: Reader, ids: readonly string[]) {
  const people = await peopleOf(db, [...new Set(ids)]);
  return (id: string) => (id === operatorId ? operator.name : (people.get(id)?.name ?? ''));
}

/** The code under which a project is known everywhere; the older one where it has no other. */
async function nationalCode(db: Reader, id: string): Promise<string | null> {
  const { rows } = await db.execute<{ code: string }>(sql`
    select code from project_code where project_id = ${id} and scheme in ('national', 'national_old') order by scheme limit 1`);
  return rows[0]?.code ?? null;
}

function unpublishedIn(permits: readonly PermitView[], today: Day): number[] {
  const days = permits.flatMap((p) => [p.acceptedOn, p.legal.dueOn, p.promised.dueOn]).filter((d) => d !== null);
  const all = [today, ...days].toSorted();
  return unpublishedYears(all[0]!, all.at(-1)!);
}
