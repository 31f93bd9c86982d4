import { inArray, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import type { Reader } from '../../platform/db.ts';
import { enterpriseById, survivorOf } from '../enterprises/queries.ts';
import { enterprise } from '../enterprises/tables.ts';
import { rowsOf } from '../reference/queries.ts';
import type { projectsContract } from './contract.ts';
import type { ProjectPage } from './domain/project-page.ts';
import { isMasked } from './policy.ts';
import { maskedWhere, type ProjectRow, projectWhere } from './queries.ts';

type C = typeof projectsContract;

export const enterpriseLinks = ['investorId', 'companyId'] as const;
export type EnterpriseLink = (typeof enterpriseLinks)[number];
export type Links = { investorId?: string | null | undefined; companyId?: string | null | undefined };

/** The links as they are kept: a record that was merged away is linked as what it became. Refuses enterprise.unknown. */
export async function settledLinks(db: Reader, links: Links): Promise<Partial<Record<EnterpriseLink, string | null>>> {
  const set: Partial<Record<EnterpriseLink, string | null>> = {};
  for (const field of enterpriseLinks) {
    const id = links[field];
    if (id !== undefined) set[field] = id === null ? null : await survivorOf(db, id);
  }
  return set;
}

/** The register's records of a project's investor and local company; who may not know the investor is told neither. */
export async function enterprisesOf(db: Reader, row: ProjectRow, actor: Actor): Promise<ProjectPage['enterprises']> {
  const ids = [row.investorId, row.companyId].filter((id) => id !== null);
  if (!ids.length || isMasked(actor, row)) return { investor: null, company: null };
  const found = await db
    .select({ id: enterprise.id, name: enterprise.name, uscc: enterprise.uscc })
    .from(enterprise)
    .where(inArray(enterprise.id, ids));
  const of = (id: string | null) => found.find((e) => e.id === id) ?? null;
  return { investor: of(row.investorId), company: of(row.companyId) };
}

/** Projects of an enterprise that the actor may see and whose investor is no secret to them, as investor and as local company apart. */
export async function projectsOfEnterprise(db: Reader, id: string, actor: Actor): Promise<Result<C['byEnterprise']>> {
  await enterpriseById(db, id);
  const items = await rowsOf<Result<C['byEnterprise']>['items'][number]>(
    db,
    sql`select p.id, p.code, p.name, p.stage, p.side, u.name as "unitName",
        array_remove(array[case when p.investor_id = ${id} then 'investor' end, case when p.company_id = ${id} then 'company' end], null) as roles
      from project p join unit u on u.id = p.unit_id
      where (p.investor_id = ${id} or p.company_id = ${id}) and ${projectWhere(actor, 'p')} and not ${maskedWhere(actor, 'p')}
      order by p.updated_at desc, p.id limit 200`,
  );
  return { items };
}
