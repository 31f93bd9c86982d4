import { eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { dayOf, type PartialDate } from '../../kernel/day.ts';
import { command } from '../../platform/command.ts';
import { restateProject } from './commands.ts';
import type { RecordPatch } from './domain/record.ts';
import type { Stage } from './domain/stage.ts';
import { advanceByLedger } from './ledger-commands.ts';
import { exitProject, reopenProject } from './move-commands.ts';
import { visibleProject } from './queries.ts';
import { keepClaims } from './record-commands.ts';
import { refreshStandings } from './standing-commands.ts';
import { project, stageChange } from './tables.ts';

type Fold = {
  mergerId: string;
  fromId: string;
  intoId: string;
  /** Fields that the one that remains takes over from the other. */ patch: RecordPatch;
  /** The stage it takes over, when the other had come further. */ advance: { to: Stage; happenedOn: PartialDate } | null;
  reason: string;
};

/** One project stands aside as part of another, which takes over what was chosen. Its history, codes and papers stay with it. */
export const foldProject = command('project.fold', async (tx, { mergerId, fromId, intoId, patch, advance, reason }: Fold, context) => {
  const [from, into] = [await visibleProject(tx, fromId, context.actor, true), await visibleProject(tx, intoId, context.actor, true)];
  const happenedOn = dayOf(context.now);
  await exitProject.inside(tx, { id: fromId, version: from.version, side: 'merged', reason, exitTo: into.code, happenedOn }, context);
  await tx.update(project).set({ mergedInto: intoId }).where(eq(project.id, fromId));
  if (advance) await advanceByLedger.inside(tx, { batchId: mergerId, steps: [{ id: intoId, ...advance }] }, context);
  if (Object.keys(patch).length > 0) {
    const { version } = await visibleProject(tx, intoId, context.actor);
    await restateProject.inside(tx, { id: intoId, version, patch, reason }, context);
  }
  return { result: {}, trace: { subject: 'project', subjectId: intoId, after: { absorbed: from.code, reason } } };
});

type Unfold = {
  fromId: string;
  intoId: string;
  /** What the one that remains had in the fields, and the days, that it took over. */ before: Readonly<Record<string, unknown>>;
  /** The stage it had before it took over the other's. */ stage: Stage | null;
  reason: string;
};
const stageDays = ['startedOn', 'completedOn', 'productionOn', 'capacityOn', 'landedOn'] as const;

/** Takes a merger back: the project stands by itself again, and the other has what it had in all that was taken over. */
export const unfoldProject = command('project.unfold', async (tx, { fromId, intoId, before, stage, reason }: Unfold, context) => {
  const { actor, now } = context;
  const from = await visibleProject(tx, fromId, actor, true);
  await tx.update(project).set({ mergedInto: null }).where(eq(project.id, fromId));
  await reopenProject.inside(tx, { id: fromId, version: from.version, reason, happenedOn: dayOf(now) }, context);
  const into = await visibleProject(tx, intoId, actor, true);
  const days = Object.fromEntries(stageDays.filter((d) => d in before).map((d) => [d, before[d]]));
  const was = { ...into, ...days, ...(stage && { stage }), version: into.version + 1, updatedAt: now };
  await tx.update(project).set(was).where(eq(project.id, intoId));
  await keepClaims(tx, [{ id: intoId, before: into, after: was }], context);
  await refreshStandings(tx, [fromId, intoId]);
  if (stage) {
    const step = { fromStage: into.stage, toStage: stage, fromSide: into.side, toSide: into.side, happenedOn: dayOf(now), reason };
    await tx.insert(stageChange).values({ projectId: intoId, id: v7(), kind: 'regress', ...step, recordedBy: actor.id, recordedAt: now });
  }
  const patch = Object.fromEntries(Object.entries(before).filter(([field]) => !(stageDays as readonly string[]).includes(field)));
  if (Object.keys(patch).length > 0) {
    const { version } = await visibleProject(tx, intoId, actor);
    await restateProject.inside(tx, { id: intoId, version, patch, reason }, context);
  }
  return { result: {}, trace: { subject: 'project', subjectId: intoId, after: { released: from.code, reason } } };
});
