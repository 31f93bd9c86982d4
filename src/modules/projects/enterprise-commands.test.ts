import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import type { Actor } from '../../kernel/actor.ts';
import { createEnterprise } from '../enterprises/commands.ts';
import { createProject } from './commands.ts';
import { linkEnterprises, relinkProjects } from './enterprise-commands.ts';
import { projectsOfEnterprise } from './enterprise-queries.ts';
import { getProject } from './page-queries.ts';

const now = new Date('2026-11-20T09:00:00+08:00');
let t: Awaited<ReturnType<typeof openLedger>>;
beforeAll(async () => {
  t = await openLedger(now);
});
afterAll(() => t.close());
const enter = (name: string) => createEnterprise(t.db, { name, isSeen: false }, t.everyone.promoter, now);

describe('the enterprises of a project', () => {
  const project = (more: object = {}) =>
    createProject(
      t.db,
      {
        name: '镁合金项目',
        stage: 'negotiating',
        unitId: t.units.north,
        industryCode: '3217',
        totalMinor: 1,
        personId: t.everyone.promoter.id,
        source: 'lead',
        investorName: '华锐集团',
        ...more,
      },
      t.everyone.promoter,
      now,
    );
  const factsOf = async () => ({ hasInvestmentAgreement: false, evidenceKinds: [] });

  test('H9 investor and local company are two records; the company may come later; the names in words stay', async () => {
    const group = await enter('华锐控股集团');
    const local = await enter('静川华锐');
    const { id } = await project({ investorId: group.id });
    const before = await getProject(t.db, id, t.everyone.promoter, factsOf, now);
    expect(before.enterprises).toMatchObject({ investor: { id: group.id }, company: null });
    await linkEnterprises(t.db, { id, version: 1, companyId: local.id }, t.everyone.promoter, now);
    const page = await getProject(t.db, id, t.everyone.promoter, factsOf, now);
    expect(page.enterprises).toMatchObject({ investor: { id: group.id }, company: { id: local.id } });
    expect(page.project.investorName).toBe('华锐集团');
    await expect(linkEnterprises(t.db, { id, version: 1, companyId: null }, t.everyone.promoter, now)).rejects.toMatchObject({
      code: 'project.changed_meanwhile',
    });
  });

  test('who may not know an investor in talks is told neither the records nor the project', async () => {
    const group = await enter('秘密集团');
    const { id } = await project({ investorId: group.id });
    const page = await getProject(t.db, id, t.everyone.finance, factsOf, now);
    expect([page.project.masked, page.enterprises]).toEqual([true, { investor: null, company: null }]);
    const seen = async (actor: Actor) => (await projectsOfEnterprise(t.db, group.id, actor)).items.map((p) => p.id);
    expect(await seen(t.everyone.finance)).toEqual([]);
    expect(await seen(await t.person(t.units.south, 'promoter'))).toEqual([]);
    expect(await seen(t.everyone.promoter)).toEqual([id]);
  });

  test('when an enterprise becomes another its projects follow, and only they', async () => {
    const [a, b] = [await enter('甲企'), await enter('乙企')];
    const { id } = await project({ investorId: b.id, companyId: b.id });
    const other = await project({ investorId: a.id });
    const moved = await relinkProjects(t.db, { from: b.id, to: a.id }, t.everyone.promotion_admin, now);
    expect(moved).toEqual([
      { projectId: id, link: 'investorId' },
      { projectId: id, link: 'companyId' },
    ]);
    expect(await relinkProjects(t.db, { from: a.id, to: b.id, only: moved }, t.everyone.promotion_admin, now)).toEqual(moved);
    const rows = await t.pool.query('select id, investor_id from project where id = any($1) order by id', [[id, other.id]]);
    expect(rows.rows.map((r) => r.investor_id)).toEqual([b.id, a.id]);
  });
});
