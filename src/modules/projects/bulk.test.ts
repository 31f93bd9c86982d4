import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import { businessRoles } from '../../kernel/actor.ts';
import { judgeChanges } from './change-queries.ts';
import { bulkUpdate, createProject } from './commands.ts';
import type { ProjectRecord } from './domain/record.ts';
import { project, projectAttribution } from './tables.ts';

const now = new Date('2026-11-20T09:00:00+08:00');
let t: Awaited<ReturnType<typeof openLedger>>;
beforeAll(async () => {
  t = await openLedger(now);
});
afterAll(() => t.close());

const seven = (more: Partial<ProjectRecord> = {}) => ({
  name: '镁合金压铸项目',
  stage: 'planning' as const,
  unitId: t.units.north,
  industryCode: '3217',
  totalMinor: 1_2000_0000_00,
  personId: t.everyone.promoter.id,
  source: 'lead',
  ...more,
});
const create = (more: Partial<ProjectRecord> = {}, actor = t.everyone.promoter, at = now) => createProject(t.db, seven(more), actor, at);
const rowOf = async (id: string) => (await t.db.select().from(project).where(eq(project.id, id)))[0]!;
const land = (id: string) =>
  t.pool.query("update project set stage = 'building', landed_on = '2026-03-01', investor_name = '华锐集团' where id = $1", [id]);

describe('one edit to many', () => {
  test('G2 the bulk path judges every row by the same rights and freezes; the preview writes nothing', async () => {
    const [a, b, c] = [await create(), await create(), await create({ unitId: t.units.south }, t.everyone.promotion_admin)];
    await land(b.id);
    const rows = [a, b, c].map(({ id, version }) => ({ id, version }));
    const patch = { leaderId: t.everyone.leader.id };
    const preview = await judgeChanges(
      t.db,
      rows.map((r) => ({ ...r, patch })),
      { actor: t.everyone.promoter, now },
    );
    expect(preview.map((p) => p.refusal?.code ?? p.changed)).toEqual([['leaderId'], 'project.frozen_at_landing', 'project.unknown']);
    expect((await rowOf(a.id)).leaderId).toBeNull();
    const bulk = (skipRefused: boolean) => bulkUpdate(t.db, { rows, patch, skipRefused }, t.everyone.promoter, now);
    await expect(bulk(false)).rejects.toMatchObject({ code: 'project.bulk_refused', details: { rows: 3 } });
    expect((await rowOf(a.id)).leaderId).toBeNull();
    expect((await bulk(true)).items.map((i) => [i.outcome, i.code])).toEqual([
      ['changed', a.code],
      ['refused', b.code],
      ['refused', null],
    ]);
    expect(await rowOf(a.id)).toMatchObject({ leaderId: t.everyone.leader.id, version: 2 });
    expect((await rowOf(b.id)).leaderId).toBeNull();
  });
  test('G2 those who only read change nothing in bulk either', async () => {
    const { id } = await create();
    for (const role of businessRoles.filter((r) => !['promoter', 'unit_head', 'promotion_admin'].includes(r))) {
      const act = bulkUpdate(t.db, { rows: [{ id, version: 1 }], patch: { nature: 'new' }, skipRefused: true }, t.everyone[role], now);
      expect((await act).items).toMatchObject([{ outcome: 'refused', refusal: { code: 'project.may_not_edit' } }]);
    }
  });
  test('the bureau restates many with one reason', async () => {
    const { id } = await create();
    await land(id);
    await bulkUpdate(
      t.db,
      { rows: [{ id, version: 1 }], patch: { parkId: t.units.park }, reason: '园区划转', skipRefused: false },
      t.everyone.promotion_admin,
      now,
    );
    expect(await t.db.select().from(projectAttribution).where(eq(projectAttribution.projectId, id))).toMatchObject([
      { parkId: null },
      { parkId: t.units.park, reason: '园区划转' },
    ]);
  });
});
