import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import { everything, projectAt } from '../../app/testing/standing.ts';
import type { Actor } from '../../kernel/actor.ts';
import { updateProject } from './commands.ts';
import type { ProjectRecord } from './domain/record.ts';
import { timeInStages } from './domain/stage-time.ts';
import { type Stage, stages } from './domain/stage.ts';
import { moveProject, proposeMove } from './move-commands.ts';
import { getProject, projectHistory } from './page-queries.ts';
import { project, stageChange } from './tables.ts';

const now = new Date('2026-11-20T09:00:00+08:00');
const factsOf = async () => everything;
const [move, propose] = [moveProject(factsOf), proposeMove(factsOf)];

let t: Awaited<ReturnType<typeof openLedger>>;
beforeAll(async () => {
  t = await openLedger(now);
});
afterAll(() => t.close());

const standing = (stage: Stage, more: Partial<ProjectRecord> = {}) => projectAt(t, stage, now, more);
const rowOf = async (id: string) => (await t.db.select().from(project).where(eq(project.id, id)))[0]!;
const go = async (id: string, to: Stage, actor: Actor, reason?: string, happenedOn = '2026-11-01') =>
  move(t.db, { id, version: (await rowOf(id)).version, to, happenedOn, reason }, actor, now);
const ask = async (id: string, to: Stage, actor: Actor, reason?: string) =>
  propose(t.db, { id, version: (await rowOf(id)).version, to, happenedOn: '2026-11-02', reason }, actor, now);
const logOf = (id: string) =>
  t.db.select().from(stageChange).where(eq(stageChange.projectId, id)).orderBy(stageChange.recordedAt, stageChange.id);

test('G11 the page computes time in each stage from the log alone, and a recount of the same log agrees', async () => {
  const id = await standing('negotiating');
  await go(id, 'signed', t.everyone.promoter, undefined, '2026-03-10');
  await go(id, 'preparing', t.everyone.promoter, undefined, '2026-06');
  const page = await getProject(t.db, id, t.everyone.promoter, factsOf, now);
  expect(page.times).toEqual([
    { stage: 'negotiating', days: 68, asideDays: 0 },
    { stage: 'signed', days: 83, asideDays: 0 },
    { stage: 'preparing', days: 172, asideDays: 0 },
  ]);
  expect(page.times).toEqual(timeInStages(await logOf(id), '2026-11-20'));
});

test('G2 on every stage the page offers exactly the moves that the commands accept, to every role', async () => {
  for (const stage of stages) {
    const id = await standing(stage);
    for (const actor of Object.values(t.everyone)) {
      const { can } = await getProject(t.db, id, actor, factsOf, now);
      for (const to of stages.filter((s) => s !== stage)) {
        const offered = can.moves.find((m) => m.to === to);
        const attempt = async (act: typeof go | typeof ask) =>
          act(id, to, actor, '测试').then(
            () => 'done',
            (e: { code: string }) => e.code,
          );
        const rehearsed = await rehearse(() => attempt(go));
        expect(rehearsed === 'done', `${stage} → ${to} ${actor.roles[0]} move: ${rehearsed}`).toBe(offered?.how === 'move');
        const proposed = await rehearse(() => attempt(ask));
        expect(proposed === 'done', `${stage} → ${to} ${actor.roles[0]} propose: ${proposed}`).toBe(offered?.how === 'propose');
      }
    }
    async function rehearse(act: () => Promise<string>) {
      const answer = await act();
      if (answer !== 'done') return answer;
      // Put everything back, so that the next role finds the project as this one did.
      await t.pool.query(
        "update stage_proposal set status = 'withdrawn', decided_by = proposed_by where project_id = $1 and status = 'open'",
        [id],
      );
      await t.pool.query('update project set stage = $2 where id = $1', [id, stage]);
      return answer;
    }
  }
}, 120_000);

test('the history shows each act field by field, with who and when', async () => {
  const id = await standing('signed');
  await updateProject(t.db, { id, version: 1, patch: { place: '新址' } }, t.everyone.promoter, now);
  await go(id, 'preparing', t.everyone.promoter);
  const history = await projectHistory(t.db, id, t.everyone.auditor);
  expect(history.acts.map((a) => a.action)).toEqual(['project.move', 'project.update', 'project.add_code', 'project.create']);
  expect(history.acts[1]).toMatchObject({
    by: { name: t.everyone.promoter.name },
    changes: [{ field: 'place', before: '园区', after: '新址' }],
  });
  expect(history.attributions).toMatchObject([{ unitName: '北山镇招商办', leaderName: t.everyone.leader.name }]);
  expect(history.log).toHaveLength(2);
});
