import type { Actor } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import type { Day } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { type NodeRole, type ProjectClass, projectClasses } from '../milestones/domain/node.ts';
import { currentRule, listRules } from '../reference/queries.ts';
import type { permitsContract } from './contract.ts';
import { Departments, departmentsKind, type Fee, Fees, feesKind, PermitTemplate, templateKind } from './domain/permit.ts';
import { permitFees, permitTemplates } from './domain/preset.ts';
import { mayPublish } from './policy.ts';

/** The approvals of a class in force on a day: as published, or as shipped when nothing is. */
export async function templateOn(db: Reader, of: ProjectClass, day: Day): Promise<{ template: PermitTemplate; version: number }> {
  const published = await currentRule(db, templateKind(of), day);
  return published
    ? { template: PermitTemplate.parse(published.body), version: published.version }
    : { template: permitTemplates[of], version: 0 };
}

/** Which unit each kind of department is here; a kind that is not in it is every approval office's. */
export async function departmentsOn(db: Reader, day: Day): Promise<ReadonlyMap<NodeRole, string>> {
  const published = await currentRule(db, departmentsKind, day);
  return new Map(published ? Departments.parse(published.body).departments.map((d) => [d.role, d.unitId]) : []);
}

export async function feesOn(db: Reader, day: Day): Promise<readonly Fee[]> {
  const published = await currentRule(db, feesKind, day);
  return published ? Fees.parse(published.body).fees : permitFees;
}

const shown = <B>(row: Awaited<ReturnType<typeof listRules>>['items'][number], body: B) => ({
  id: row.id,
  version: row.version,
  effectiveFrom: row.effectiveFrom,
  preset: row.preset,
  publishedAt: row.publishedAt,
  body,
});

/** Every version of every rule of approvals, newest first. */
export async function permitRulesOf(db: Reader, actor: Actor): Promise<Result<(typeof permitsContract)['rules']>> {
  const items = await Promise.all(
    projectClasses.map(async (of) => ({
      class: of,
      versions: (await listRules(db, templateKind(of))).items.map((row) => shown(row, PermitTemplate.parse(row.body))),
    })),
  );
  return {
    items,
    departments: (await listRules(db, departmentsKind)).items.map((row) => shown(row, Departments.parse(row.body))),
    fees: (await listRules(db, feesKind)).items.map((row) => shown(row, Fees.parse(row.body))),
    can: { publish: mayPublish(actor) },
  };
}
