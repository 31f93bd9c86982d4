import { sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import type { Reader } from '../../platform/db.ts';
import { projectWhere, shownName } from '../projects/queries.ts';
import { listRules } from '../reference/queries.ts';
import { checkBasis } from './basis-queries.ts';
import type { recognitionContract } from './contract.ts';
import { presets } from './domain/preset.ts';
import { RecognitionRule, ruleKind } from './domain/rule.ts';
import type { Proposal } from './domain/verdict.ts';
import { factsOf, proposalFor, verdictsInForce } from './facts-queries.ts';
import { may } from './policy.ts';

type C = typeof recognitionContract;

/** Versions of the rule of a 口径, newest first, with the presets to copy from. */
export async function rulesOf(db: Reader, basis: string, actor: Actor): Promise<Result<C['rules']>> {
  await checkBasis(db, basis);
  const { items } = await listRules(db, ruleKind(basis));
  return {
    items: items.map(({ id, version, effectiveFrom, preset, body, publishedAt }) => ({
      id,
      version,
      effectiveFrom,
      preset,
      body: RecognitionRule.parse(body),
      publishedAt,
    })),
    presets: Object.entries(presets).map(([key, body]) => ({ key, body })),
    can: { publish: may.publish(actor) },
  };
}

const mostTried = 20_000;
const mostShown = 100;
const notJudged = { outcome: 'pending', reason: 'not_judged', amountFen: 0 } as const;

/** What a draft would propose for the latest arrivals, by outcome and reason, and which verdicts in force it differs from. Old verdicts stay. */
export async function tryRule(db: Reader, basis: string, body: RecognitionRule, actor: Actor): Promise<Result<C['trial']>> {
  await checkBasis(db, basis);
  const facts = await factsOf(db, projectWhere(actor, 'p'), mostTried + 1);
  const tried = facts.slice(0, mostTried);
  const inForce = await verdictsInForce(db, basis, tried);
  const proposed = new Map<string, { outcome: Proposal['outcome']; reason: Proposal['reason']; count: number; fen: number }>();
  const changes = tried.flatMap((fact) => {
    const would = proposalFor(body, fact);
    const key = `${would.outcome} ${would.reason}`;
    const sum = proposed.get(key) ?? { outcome: would.outcome, reason: would.reason, count: 0, fen: 0 };
    proposed.set(key, { ...sum, count: sum.count + 1, fen: sum.fen + fact.facts.amountFen });
    const was = inForce.get(fact.id) ?? notJudged;
    return was.outcome === would.outcome && was.amountFen === would.amountFen ? [] : [{ fact, was, would }];
  });
  const shown = changes.slice(0, mostShown);
  const names = await namesOf(
    db,
    shown.map((c) => c.fact.projectId),
    actor,
  );
  return {
    arrivals: tried.length,
    isCut: facts.length > mostTried,
    proposed: [...proposed.values()].toSorted((a, b) => b.count - a.count),
    changed: changes.length,
    items: shown.map(({ fact, was, would }) => ({
      id: fact.id,
      projectId: fact.projectId,
      projectCode: names.get(fact.projectId)?.code ?? '',
      projectName: names.get(fact.projectId)?.name ?? '',
      arrivedOn: fact.facts.arrivedOn,
      amountFen: fact.facts.amountFen,
      was: { outcome: was.outcome, reason: was.reason, amountFen: was.amountFen },
      would,
    })),
  };
}

async function namesOf(db: Reader, ids: readonly string[], actor: Actor) {
  const { rows } = await db.execute<{ id: string; code: string; name: string }>(
    sql`select p.id, p.code, ${shownName(actor).text} as name from project p where p.id = any(${sql.param([...new Set(ids)])}::uuid[])`,
  );
  return new Map(rows.map((r) => [r.id, r]));
}
