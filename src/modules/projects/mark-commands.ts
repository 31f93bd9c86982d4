import { inArray, sql } from 'drizzle-orm';
import { command } from '../../platform/command.ts';
import type { LightColour } from './domain/mark.ts';
import { projectMark } from './tables.ts';

type Marks = Readonly<{ lights: readonly Readonly<{ projectId: string; light: LightColour }>[]; gone: readonly string[] }>;
/** Lists show these lights from now on, and none of those that are gone. Leaves no entry: whoever says them keeps their history. */
export const markLights = command('project.mark_lights', async (tx, { lights, gone }: Marks) => {
  if (gone.length > 0) await tx.delete(projectMark).where(inArray(projectMark.projectId, [...gone]));
  if (lights.length > 0) {
    const rows = JSON.stringify(lights.map(({ projectId, light }) => ({ project_id: projectId, light })));
    await tx.execute(sql`
      insert into ${projectMark} as kept (project_id, light)
      select project_id, light from json_populate_recordset(null::${projectMark}, ${rows}::json) order by project_id
      on conflict (project_id) do update set light = excluded.light where kept.light <> excluded.light`);
  }
  return { result: {}, trace: [] };
});
