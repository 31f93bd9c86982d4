import { sql } from 'drizzle-orm';
import type { Reader } from '../../platform/db.ts';
import { rowsOf } from '../reference/queries.ts';
import type { Newcomer } from './candidate-queries.ts';

/** Projects that were just entered, as they are looked at, in the order asked. */
export async function enteredProjects(db: Reader, ids: readonly string[]): Promise<(Newcomer & { id: string })[]> {
  const rows = await rowsOf<Newcomer & { id: string }>(
    db,
    sql`select p.id, p.name, p.investor_name as "investorName", p.investor_uscc as "investorUscc", p.investor_id as "investorId",
        p.industry_code as "industryCode", p.total_fen as "totalFen", p.contact_phone as "contactPhone", p.place,
        array(select c.code from project_code c where c.project_id = p.id and c.scheme = 'city') as "cityCodes"
      from project p where p.id = any(${sql.param([...ids])}::uuid[])`,
  );
  const byId = new Map(rows.map((r) => [r.id, r]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
