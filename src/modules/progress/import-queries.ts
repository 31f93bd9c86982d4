import { sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Month } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { projectWhere, shownName } from '../projects/queries.ts';
import type { ReportedMoney, ReportState } from './domain/report.ts';

export type HeldReport = ReportedMoney &
  Readonly<{ projectId: string; month: Month; id: string; state: ReportState; summary: string | null; problems: string | null }>;
const said = sql`r.id, r.summary, r.problems, r.civil_fen as "civilFen", r.installation_fen as "installationFen", r.equipment_fen as "equipmentFen",
  r.other_fen as "otherFen", r.old_building_fen as "oldBuildingFen", r.land_fen as "landFen"`;

/** The reports that stand of these projects, by project and month. */
export async function heldReports(db: Reader, projectIds: readonly string[]): Promise<Map<string, HeldReport>> {
  if (projectIds.length === 0) return new Map();
  const { rows } = await db.execute<HeldReport>(sql`
    select d.project_id as "projectId", d.month, d.state, ${said}
    from report_due d join month_report r on r.project_id = d.project_id and r.id = d.report_id
    where d.project_id = any(${sql.param([...projectIds])}::uuid[])`);
  return new Map(rows.map((r) => [`${r.projectId} ${r.month}`, r]));
}

type SheetReport = ReportedMoney & Readonly<{ project: string; month: Month; summary: string | null; problems: string | null }>;
/** Reports of the latest month, of projects that the actor may see and whose words they may know, in batches. */
export async function* reportsAtHand(db: Reader, actor: Actor, size = 1000): AsyncGenerator<SheetReport[]> {
  for (let at = 0; ; at += size) {
    const { rows } = await db.execute<SheetReport>(sql`
      select p.code as project, d.month, ${said}
      from report_due d join month_report r on r.project_id = d.project_id and r.id = d.report_id join project p on p.id = d.project_id
      where d.month = (select max(month) from report_due) and ${projectWhere(actor, 'p')} and not ${shownName(actor).masked} and not r.is_unchanged
      order by p.code limit ${size} offset ${at}`);
    if (rows.length === 0) return;
    yield rows;
  }
}
