import { v7 } from 'uuid';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { notify } from '../notices/commands.ts';
import { writeChanges } from '../projects/record-commands.ts';
import { handOverReviews } from '../reviews/handover-commands.ts';
import { keyOf, type Wanted } from './domain/item.ts';
import { keysOf, partiesOf, type Parties, projectsHandedOver, reviewsHandedOver, wantedByProject } from './queries.ts';
import { handover, handoverItem } from './tables.ts';

type Asked = Readonly<{ from: string; to: string; reason: string; items: readonly (Wanted & Readonly<{ version: number | null }>)[] }>;
type Moved = Wanted & Readonly<{ projectId: string | null }>;

/**
 * Hands one person's work over to another, all that is named or nothing: projects in charge and led, reviews that wait for them by name,
 * reviews returned to them. Drafts, comments and what was signed stay. Both are told. Refuses: handover.person_unknown, handover.may_not,
 * handover.receiver_unfit, and handover.refused naming each item that cannot go over or is not theirs any more.
 */
export const makeHandover = command('handover.make', async (tx, asked: Asked, context) => {
  const parties = await partiesOf(tx, asked, context.actor);
  const { traces, moved, refused } = await moveProjects(tx, parties, asked, context);
  const reviews = await moveReviews(tx, parties, asked, context);
  const done = [...moved, ...reviews.moved];
  const keys = keysOf(done);
  const gone = asked.items.filter((i) => !keys.has(keyOf(i)) && ![...refused, ...reviews.refused].some((r) => keyOf(r) === keyOf(i)));
  const lost = gone.map(({ kind, id }) => ({ kind, id, code: 'handover.not_theirs' }));
  const all = [...refused, ...reviews.refused, ...lost];
  if (all.length > 0) throw refuse('conflict', 'handover.refused', { count: all.length, items: all });
  const id = v7();
  const { from, to } = parties;
  const { actor, now } = context;
  const row = { id, fromId: from.id, toId: to.id, unitId: from.unitId, reason: asked.reason, recordedBy: actor.id, recordedAt: now };
  await tx.insert(handover).values(row);
  await tx.insert(handoverItem).values(done.map((d) => ({ handoverId: id, kind: d.kind, subjectId: d.id, projectId: d.projectId })));
  const about = { subject: 'handover', subjectId: id, link: `/handovers?open=${id}` };
  await notify(
    tx,
    [
      { ...about, to: [to.id], kind: 'handover.received', params: { by: from.name, n: done.length } },
      { ...about, to: [from.id], kind: 'handover.given', params: { by: to.name, n: done.length } },
    ],
    context,
  );
  const said = { subject: 'person', subjectId: from.id, after: { to: to.id, reason: asked.reason, items: done.map(keyOf) } };
  return { result: { id }, trace: [...traces, said] };
});

type Refused = Wanted & Readonly<{ code: string }>;
const refusedAs = (wanted: Wanted, refusal: Refusal): Refused => ({ kind: wanted.kind, id: wanted.id, code: refusal.code });

async function moveProjects(tx: Tx, parties: Parties, { items, reason }: Asked, context: Now) {
  const wanted = wantedByProject(items);
  if (wanted.size === 0) return { traces: [], moved: [] as Moved[], refused: [] as Refused[] };
  const found = await projectsHandedOver(tx, parties, wanted, { ...context, lock: true });
  const shown = new Map(items.flatMap((i) => (i.version === null ? [] : [[i.id, i.version]])));
  const refused: Refused[] = [];
  const moved: Moved[] = [];
  const changes = [];
  for (const { judged, kinds, refusal } of found) {
    const stale = judged.row && shown.has(judged.id) && shown.get(judged.id) !== judged.row.version;
    const why = refusal ?? (stale ? refuse('conflict', 'project.changed_meanwhile', { version: judged.row!.version }) : null);
    for (const kind of kinds) {
      if (why) refused.push(refusedAs({ kind, id: judged.id }, why));
      else moved.push({ kind, id: judged.id, projectId: judged.id });
    }
    if (!why) changes.push(judged);
  }
  // The leader of a landed project is restated, for the reason of the handover.
  const traces = refused.length > 0 ? [] : await writeChanges(tx, changes, reason, context);
  return { traces, moved, refused };
}

async function moveReviews(tx: Tx, parties: Parties, { items, reason }: Asked, context: Now) {
  const keys = keysOf(items);
  const found = (await reviewsHandedOver(tx, parties, context.actor)).filter((r) => keys.has(keyOf(r)));
  const refused = found.flatMap((r) => (r.refusal ? [refusedAs(r, r.refusal)] : []));
  const moved = found.filter((r) => !r.refusal).map(({ kind, id, projectId }): Moved => ({ kind, id, projectId }));
  const of = (kind: 'seat' | 'returned') => moved.filter((m) => m.kind === kind).map((m) => m.id);
  const { from, to } = parties;
  if (refused.length === 0 && moved.length > 0)
    await handOverReviews.inside(tx, { fromId: from.id, toId: to.id, reason, seats: of('seat'), returned: of('returned') }, context);
  return { moved, refused };
}
