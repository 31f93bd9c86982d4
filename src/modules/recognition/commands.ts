import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { type Day, dayOf, isDay } from '../../kernel/day.ts';
import { type Refusal, refuse, settle } from '../../kernel/refusal.ts';
import { command, type Now, type Trace } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { insertMany } from '../../platform/many-rows.ts';
import { type HeldProject, holdProjects } from '../funds/known-queries.ts';
import { holdMonths } from '../funds/month-commands.ts';
import { publishRule } from '../reference/commands.ts';
import { basisOf, checkBasis, knownBases, ruleOn } from './basis-queries.ts';
import { basesFault, basesKind, type BasisEntry } from './domain/basis.ts';
import { type RecognitionRule, ruleKind } from './domain/rule.ts';
import { judged, type Own } from './domain/own.ts';
import { countsOn } from './domain/verdict.ts';
import { type Fact, factsOf, proposalFor, verdictsInForce } from './facts-queries.ts';
import { liveClaims } from './live-claim-queries.ts';
import { checkGive, may } from './policy.ts';
import { verdict } from './tables.ts';

/** `supersedes` is the verdict the keeper saw in force, null where there was none. `own` judges otherwise than the rule proposes. */
type Wanted = Readonly<{
  projectId: string;
  arrivalId: string;
  supersedes: string | null;
  own: Own | null;
}>;
type Giving = Readonly<{ basis: string; rows: readonly Wanted[]; recognisedOn: Day | null; remark: string | null }>;

/**
 * Gives the verdict of one 口径 on arrivals: what its rule proposes, or the keeper's own with the words for it. Each is appended and
 * names the one it supersedes. Refuses what the keeper may not judge, what was judged meanwhile, and all of it if one row fails.
 */
export const giveVerdicts = command('verdict.give', async (tx, input: Giving, context) => {
  await holdMonths(tx, context);
  const basis = await basisOf(tx, input.basis, dayOf(context.now));
  if (!basis.isActive) throw refuse('rule', 'verdict.basis_not_in_use', { name: basis.nameZh });
  const held = await holdAll(tx, input.rows);
  for (const { projectId } of input.rows) settle(checkGive(context.actor, basis, held.get(projectId), projectId));
  const keys = input.rows.map(({ arrivalId: id, projectId }) => ({ id, projectId }));
  const [under] = [...(await liveClaims(tx, keys))].filter(([, claim]) => claim.state === 'open');
  if (under) throw refuse('conflict', 'verdict.under_review', { id: under[0] });
  const recognisedOn = settle(recognised(input.recognisedOn, context));
  const { body, version: ruleVersion } = (await ruleOn(tx, input.basis, recognisedOn)) ?? { body: null, version: null };
  const facts = await knownFacts(tx, input.rows);
  const inForce = await verdictsInForce(tx, input.basis, keys);
  const rows = input.rows.map((wanted): typeof verdict.$inferInsert => {
    const fact = facts.get(wanted.arrivalId);
    if (!fact || fact.projectId !== wanted.projectId) throw refuse('not_found', 'entry.unknown', { id: wanted.arrivalId });
    if (idOf(inForce.get(wanted.arrivalId)) !== wanted.supersedes)
      throw refuse('conflict', 'verdict.changed_meanwhile', { id: wanted.arrivalId });
    const { outcome, reason, amountFen } = settle(
      judged({
        own: wanted.own,
        proposal: proposalFor(body, fact),
        arrival: { id: fact.id, amountFen: fact.facts.amountFen },
        remark: input.remark,
      }),
    );
    return {
      projectId: wanted.projectId,
      id: v7(),
      arrivalId: wanted.arrivalId,
      basis: input.basis,
      outcome,
      reason,
      amountFen,
      countsOn: countsOn(body, fact.countedOn, recognisedOn),
      recognisedOn,
      ruleVersion,
      remark: input.remark,
      supersedes: wanted.supersedes,
      givenBy: context.actor.id,
      recordedAt: context.now,
    };
  });
  await insertMany(tx, verdict, rows);
  const trace: Trace[] = rows.map((after) => ({
    subject: 'arrival',
    subjectId: after.arrivalId,
    before: inForce.get(after.arrivalId),
    after,
  }));
  return { result: { ids: rows.map((r) => r.id) }, trace };
});

const idOf = (verdictInForce: { id: string } | undefined) => verdictInForce?.id ?? null;

async function holdAll(tx: Tx, rows: readonly Wanted[]): Promise<Map<string, HeldProject>> {
  return holdProjects(tx, [...new Set(rows.map((r) => r.projectId))].toSorted());
}

function recognised(given: Day | null, { now }: Now): Day | Refusal {
  const today = dayOf(now);
  const day = given ?? today;
  if (!isDay(day)) return refuse('invalid', 'date.unreadable', { field: 'recognisedOn', found: day });
  return day > today ? refuse('rule', 'verdict.in_future', { recognisedOn: day }) : day;
}

async function knownFacts(tx: Tx, rows: readonly Wanted[]): Promise<Map<string, Fact>> {
  const list = (field: 'arrivalId' | 'projectId') => sql`any(${sql.param(rows.map((r) => r[field]))}::uuid[])`;
  const found = await factsOf(tx, sql`m.project_id = ${list('projectId')} and m.id = ${list('arrivalId')}`, rows.length);
  return new Map(found.map((f) => [f.id, f]));
}

type Publishing = Readonly<{ basis: string; effectiveFrom: Day; preset: string | null; body: RecognitionRule }>;
/** Publishes the next version of a 口径's rule. Verdicts given under earlier versions stay as they were given. */
export const publishRecognition = command(
  'recognition.publish',
  async (tx, { basis, effectiveFrom, preset, body }: Publishing, context) => {
    await checkBasis(tx, basis);
    if (!may.publish(context.actor)) throw refuse('forbidden', 'session.role_may_not', { act: 'publishRule' });
    const draft = { kind: ruleKind(basis), effectiveFrom, effectiveTo: null, preset, body };
    const result = await publishRule.inside(tx, draft, context);
    return { result, trace: [] };
  },
);

/** Publishes the next version of the list of 口径. What was judged under earlier versions stays as it was judged. */
export const publishBases = command(
  'recognition.publish_bases',
  async (tx, { effectiveFrom, bases }: { effectiveFrom: Day; bases: readonly BasisEntry[] }, context) => {
    if (!may.publish(context.actor)) throw refuse('forbidden', 'session.role_may_not', { act: 'publishRule' });
    const known = await knownBases(tx);
    const fault = basesFault(
      bases,
      known.map(({ code, rules }) => ({ code, ruleVersions: rules.map((r) => r.version) })),
    );
    if (fault) throw fault;
    const draft = { kind: basesKind, effectiveFrom, effectiveTo: null, preset: null, body: { bases } };
    return { result: await publishRule.inside(tx, draft, context), trace: [] };
  },
);
