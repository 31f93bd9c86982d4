import { sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Reader } from '../../platform/db.ts';
import { may } from './policy.ts';
import { ideasWhere, ideaWhere, type NamedIdea } from './queries.ts';
import { ideaReadiness } from './tables.ts';

type Row = Readonly<{ idea: NamedIdea; recordedBy: string }>;
const aboutItem =
  (isAllowed: (actor: Actor, row: Row) => boolean) =>
  async (db: Reader, _: string, subjectId: string, projectId: string | null, actor: Actor): Promise<boolean> => {
    if (projectId !== null) return false;
    const [said] = await db
      .select({ ideaId: ideaReadiness.ideaId, recordedBy: ideaReadiness.recordedBy })
      .from(ideaReadiness)
      .where(sql`id = ${subjectId}`);
    const [idea] = said ? await ideasWhere(db, sql`i.id = ${said.ideaId} and ${ideaWhere(actor)}`) : [];
    if (!said || !idea || !may.read(actor, idea)) return false;
    return isAllowed(actor, { idea, recordedBy: said.recordedBy });
  };

/** May the actor read, or add to, the papers of an item of 前期工作? For wiring with the evidence room. */
export const ideaEvidence = {
  mayRead: aboutItem(() => true),
  /** Whoever said how far it is, while the idea is in the reserve and theirs to keep. */
  mayAttach: aboutItem((actor, { idea, recordedBy }) => idea.state === 'open' && recordedBy === actor.id && may.keep(actor, idea)),
};
