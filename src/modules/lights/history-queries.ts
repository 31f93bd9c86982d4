import { asc, eq } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Reader } from '../../platform/db.ts';
import { peopleOf } from '../identity/queries.ts';
import type { HistoryLine } from '../projects/domain/project-page.ts';
import { isHidden, type ProjectRow } from '../projects/queries.ts';
import { wordsOf } from './domain/why-words.ts';
import { lightTalk, projectLight } from './tables.ts';

/** Each time the light of a project took another colour, with what it was for, and who was spoken with about it. For wiring with the projects room. */
export async function lightHistory(db: Reader, project: ProjectRow, actor: Actor): Promise<HistoryLine[]> {
  const { id } = project;
  const rows = await db
    .select()
    .from(projectLight)
    .where(eq(projectLight.projectId, id))
    .orderBy(asc(projectLight.recordedAt), asc(projectLight.id));
  const lit: HistoryLine[] = rows
    .filter((row, i) => row.colour !== (rows[i - 1]?.colour ?? 'none'))
    .map(({ recordedAt, month, colour, dimensions: [worst] }) => ({
      at: recordedAt.toISOString(),
      by: null,
      title: { key: 'lights.history.became', params: { month }, words: { colour: `lights.colour.${colour}` } },
      reasons: worst ? [{ key: `lights.why.${worst.code}`, params: { ...worst.details }, words: wordsOf(worst) }] : [],
      note: null,
      link: `/projects/${id}?tab=lights`,
    }));
  return [...lit, ...(await talkLines(db, project, actor))];
}

async function talkLines(db: Reader, project: ProjectRow, actor: Actor): Promise<HistoryLine[]> {
  const talks = await db.select().from(lightTalk).where(eq(lightTalk.projectId, project.id)).orderBy(asc(lightTalk.recordedAt));
  const people = await peopleOf(db, [...new Set(talks.map((t) => t.recordedBy))]);
  const isKnown = !isHidden(actor, project);
  return talks.map((t) => ({
    at: t.recordedAt.toISOString(),
    by: people.get(t.recordedBy)?.name ?? null,
    title: { key: 'lights.history.talk', params: { on: t.heldOn, who: isKnown ? t.who : '' }, words: {} },
    reasons: [],
    note: isKnown ? t.words : null,
    link: `/projects/${project.id}?tab=lights`,
  }));
}
