import { sql } from 'drizzle-orm';
import { type Actor, scopeOf } from '../../kernel/actor.ts';
import type { Reader } from '../../platform/db.ts';

/** Ideas of these names by their unit and name, given up ones left out: 'unit name' → id. */
export async function heldIdeas(db: Reader, names: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await db.execute<{ key: string; id: string }>(sql`
    select unit_id || ' ' || name as key, id from idea where name = any(${sql.param([...names])}::text[]) and state <> 'withdrawn'`);
  return new Map(rows.map((r) => [r.key, r.id]));
}

type SheetIdea = Readonly<{
  name: string;
  theme: string;
  unit: string;
  place: string | null;
  summary: string | null;
  total: number | null;
  land: string | null;
  tax: number | null;
  jobs: number | null;
}>;
/** The ideas that the actor may see as a sheet has them, in batches. */
export async function* ideasAsRows(db: Reader, actor: Actor, size = 1000): AsyncGenerator<SheetIdea[]> {
  const scope = scopeOf(actor);
  const mine = scope === 'all' ? sql`true` : sql`i.unit_id = any(${sql.param([...scope])}::uuid[])`;
  for (let at = 0; ; at += size) {
    const { rows } = await db.execute<SheetIdea>(sql`
      select i.name, i.theme, u.name as unit, i.place, i.summary, i.total_fen as total, i.land_mu::text as land, i.tax_fen as tax, i.jobs
      from idea i join unit u on u.id = i.unit_id where ${mine} and i.state <> 'withdrawn' order by i.year, i.no limit ${size} offset ${at}`);
    if (rows.length === 0) return;
    yield rows;
  }
}
