import { eq, inArray } from 'drizzle-orm';
import { settle } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import { lockedProject } from './commands.ts';
import { type EnterpriseLink, enterpriseLinks, type Links, settledLinks } from './enterprise-queries.ts';
import { check } from './policy.ts';
import { refreshStandings } from './standing-commands.ts';
import { project } from './tables.ts';

/** Says which records of the register the investor and the local company of a project are; their names in words stay as written. */
export const linkEnterprises = command(
  'project.link_enterprises',
  async (tx, { id, version, ...links }: Links & { id: string; version: number }, context) => {
    const row = await lockedProject(tx, { id, version }, context);
    settle(check('edit', context.actor, row));
    const set = await settledLinks(tx, links);
    const changed = enterpriseLinks.filter((f) => set[f] !== undefined && set[f] !== row[f]);
    if (!changed.length) return { result: { version }, trace: [] };
    const after = Object.fromEntries(changed.map((f) => [f, set[f]]));
    await tx
      .update(project)
      .set({ ...after, version: version + 1, updatedAt: context.now })
      .where(eq(project.id, id));
    await refreshStandings(tx, [id]);
    const before = Object.fromEntries(changed.map((f) => [f, row[f]]));
    return { result: { version: version + 1 }, trace: { subject: 'project', subjectId: id, before, after } };
  },
);

export type MovedLink = Readonly<{ projectId: string; link: EnterpriseLink }>;
type Relink = { from: string; to: string; only?: readonly MovedLink[] | undefined };

/** An enterprise became another: its projects follow. With `only`, these of them and no others. Answers with what was moved. */
export const relinkProjects = command('project.relink', async (tx, { from, to, only }: Relink, { now }) => {
  const moved: MovedLink[] = [];
  for (const link of enterpriseLinks) {
    const held = await tx.select({ id: project.id }).from(project).where(eq(project[link], from)).orderBy(project.id).for('update');
    const wanted = only && new Set(only.filter((m) => m.link === link).map((m) => m.projectId));
    const ids = held.map((h) => h.id).filter((id) => !wanted || wanted.has(id));
    if (!ids.length) continue;
    await tx
      .update(project)
      .set({ [link]: to, updatedAt: now })
      .where(inArray(project.id, ids));
    await refreshStandings(tx, ids);
    moved.push(...ids.map((projectId) => ({ projectId, link })));
  }
  const trace = moved.map(({ projectId, link }) => ({
    subject: 'project',
    subjectId: projectId,
    before: { [link]: from },
    after: { [link]: to },
  }));
  return { result: moved, trace };
});
