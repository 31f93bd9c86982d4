import { asc, eq } from 'drizzle-orm';
import type { Reader } from '../../platform/db.ts';
import type { HistoryLine } from '../projects/domain/project-page.ts';
import type { ProjectRow } from '../projects/queries.ts';
import { wordsOf } from './domain/why-words.ts';
import { projectLight } from './tables.ts';

/** Each time the light of a project took another colour, with what it was for. For wiring with the projects room. */
export async function lightHistory(db: Reader, { id }: ProjectRow): Promise<HistoryLine[]> {
  const rows = await db
    .select()
    .from(projectLight)
    .where(eq(projectLight.projectId, id))
    .orderBy(asc(projectLight.recordedAt), asc(projectLight.id));
  return rows
    .filter((row, i) => row.colour !== (rows[i - 1]?.colour ?? 'none'))
    .map(({ recordedAt, month, colour, dimensions: [worst] }) => ({
      at: recordedAt.toISOString(),
      by: null,
      title: { key: 'lights.history.became', params: { month }, words: { colour: `lights.colour.${colour}` } },
      reasons: worst ? [{ key: `lights.why.${worst.code}`, params: { ...worst.details }, words: wordsOf(worst) }] : [],
      note: null,
      link: `/projects/${id}?tab=lights`,
    }));
}
