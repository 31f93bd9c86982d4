import { asc, eq } from 'drizzle-orm';
import type { Actor, Role } from '../../kernel/actor.ts';
import { hasRole } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import { type Day, dayOf } from '../../kernel/day.ts';
import { Refusal, refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { currentRule, listRules } from '../reference/queries.ts';
import type { recognitionContract } from './contract.ts';
import { basesKind, type BasisEntry, BasisList, codeOfNew } from './domain/basis.ts';
import { RecognitionRule, ruleKind } from './domain/rule.ts';
import { may } from './policy.ts';
import { recognitionBasis } from './tables.ts';

type C = typeof recognitionContract;
/** An instant; rules published later are not known. */
type RulesBy = string | null | undefined;
type Basis = BasisEntry &
  Readonly<{ roles: readonly Role[]; /** The list has it; one that was added is published with the list first. */ isListed: boolean }>;

/** Every 口径 as the list in force on a day has it (of those published by an instant), in its order; as shipped when none was published. */
export async function basesOn(db: Reader, day: Day, rulesBy?: RulesBy): Promise<Basis[]> {
  const rows = await db.select().from(recognitionBasis).orderBy(asc(recognitionBasis.orderNo));
  const entry = ({ code, nameZh, nameEn, addedAt }: (typeof rows)[number]) => ({
    code,
    nameZh,
    nameEn,
    isActive: addedAt === null,
    ruleVersion: null,
  });
  const shipped = rows.filter((r) => r.addedAt === null).map(entry);
  const rule = await currentRule(db, basesKind, day, rulesBy);
  const listed = rule ? BasisList.parse(rule.body).bases : shipped;
  const unlisted = rows.filter((r) => !listed.some((b) => b.code === r.code)).map(entry);
  const rolesOf = new Map(rows.map((r) => [r.code, r.roles]));
  const whole = (isListed: boolean) => (b: BasisEntry) => ({ ...b, roles: rolesOf.get(b.code) ?? [], isListed });
  return [...listed.map(whole(true)), ...unlisted.map(whole(false))];
}

/** The 口径 of a code, on a day. Refuses: recognition.basis_unknown. */
export async function basisOf(db: Reader, code: string, day: Day): Promise<Basis> {
  const found = (await basesOn(db, day)).find((b) => b.code === code);
  if (!found) throw refuse('not_found', 'recognition.basis_unknown', { code });
  return found;
}

/** Is there a 口径 of this code, in use or not? Refuses: recognition.basis_unknown. */
export async function checkBasis(db: Reader, code: string): Promise<void> {
  const found = await db.$count(recognitionBasis, eq(recognitionBasis.code, code));
  if (!found) throw refuse('not_found', 'recognition.basis_unknown', { code });
}

/** Every 口径 in its order, and whether the actor judges under it. */
export async function listBases(db: Reader, actor: Actor, now: Date): Promise<Result<C['bases']>> {
  const bases = await basesOn(db, dayOf(now));
  return {
    items: bases.map(({ code, nameZh, nameEn, isActive, roles }) => ({
      code,
      nameZh,
      nameEn,
      isActive,
      can: { give: isActive && hasRole(actor, ...roles) },
    })),
  };
}

type RuleInForce = Readonly<{ version: number; body: RecognitionRule }>;
/** The rule of a 口径 that applies on a day, with its version: the one it is held to, or the one in effect. Null when it has none. */
export async function ruleOn(db: Reader, basis: string, day: Day, rulesBy?: RulesBy): Promise<RuleInForce | null> {
  const held = (await basesOn(db, day, rulesBy)).find((b) => b.code === basis)?.ruleVersion ?? null;
  const row = held === null ? await currentRule(db, ruleKind(basis), day, rulesBy) : await heldRule(db, basis, held);
  return row && { version: row.version, body: RecognitionRule.parse(row.body) };
}
const heldRule = async (db: Reader, basis: string, version: number) =>
  (await listRules(db, ruleKind(basis))).items.find((r) => r.version === version) ?? null;

/** Every 口径 with the title and version of its rule on a day, for definition cards. */
export async function basesWithRules(db: Reader, { through: day, rulesBy }: Readonly<{ through: Day; rulesBy?: RulesBy }>) {
  const found = [];
  for (const { code, nameZh: zh, nameEn: en } of (await basesOn(db, day, rulesBy)).filter((b) => b.isListed)) {
    const rule = await ruleOn(db, code, day, rulesBy);
    found.push({ code, zh, en, rule: rule && { title: rule.body.title, version: rule.version } });
  }
  return found;
}

const nameless = { nameZh: '', nameEn: '', roles: [] };
/** Every version of the list of 口径, newest first, and what a next one may choose from. */
export async function basisVersions(db: Reader, actor: Actor, now: Date): Promise<Result<C['basisVersions']>> {
  const { items } = await listRules(db, basesKind);
  return {
    current: (await basesOn(db, dayOf(now))).map(({ code, nameZh, nameEn, isActive, ruleVersion }) => ({
      code,
      nameZh,
      nameEn,
      isActive,
      ruleVersion,
    })),
    items: items.map(({ id, version, effectiveFrom, publishedAt, body }) => ({
      id,
      version,
      effectiveFrom,
      publishedAt,
      bases: BasisList.parse(body).bases,
    })),
    known: await knownBases(db),
    can: {
      publish: may.publish(actor),
      add: may.publish(actor) && !(codeOfNew(nameless, await basesOn(db, dayOf(now))) instanceof Refusal),
    },
  };
}

/** Every 口径 that there is, who judges under it, and the versions of its rule. */
export async function knownBases(db: Reader) {
  const rows = await db.select().from(recognitionBasis).orderBy(asc(recognitionBasis.orderNo));
  const found = [];
  for (const { code, roles } of rows) {
    const { items } = await listRules(db, ruleKind(code));
    found.push({ code, roles, rules: items.map((r) => ({ version: r.version, title: RecognitionRule.parse(r.body).title })) });
  }
  return found;
}
