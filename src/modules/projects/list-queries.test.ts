import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import { everything } from '../../app/testing/standing.ts';
import { type Actor, businessRoles } from '../../kernel/actor.ts';
import { nameKey } from '../../kernel/name-key.ts';
import { addNote, updateProject } from './commands.ts';
import { ListQuery } from './domain/list-filter.ts';
import type { ProjectView } from './domain/project-view.ts';
import { confidentialFields } from './domain/record.ts';
import { type Stage, stages } from './domain/stage.ts';
import { exportProjects } from './export-queries.ts';
import { importProjects } from './import-commands.ts';
import { listProjects } from './list-queries.ts';
import { getProject, projectHistory } from './page-queries.ts';
import { rebuildStandings, refreshStandings } from './standing-commands.ts';
import { isMasked, may } from './policy.ts';
import { projectsByCodes, projectsByNameKeys, visibleProject } from './queries.ts';

const now = new Date('2026-11-20T09:00:00+08:00');
const factsOf = async () => everything;
const batchId = '018f0000-0000-7000-8000-0000000000ff';
let t: Awaited<ReturnType<typeof openLedger>>;
const idOf: Record<string, string> = {};

/** One project of each stage in each of three units; those in talks have an investor that only its unit may know. */
beforeAll(async () => {
  t = await openLedger(now);
  const rows = [t.units.north, t.units.section, t.units.south].flatMap((unitId, u) =>
    stages.map((stage, s) => ({
      name: `翀曜轴承${u}${s}项目`,
      unitId,
      stage,
      investorName: `翀曜集团有限公司`,
      investorUscc: '91350100M000100Y43',
      contactName: '丁一',
      contactPhone: '13800000000',
      investorOrigin: '宁波',
      investorKind: 'private',
      registeredCompany: '静川翀曜公司',
      scale: '翀曜年产',
      remark: '翀曜备注',
      sourceNote: '翀曜介绍',
      natongName: '翀曜纳统',
      industryCode: s % 2 ? '3217' : '7810',
      totalMinor: (s + 1) * 100,
      signedOn: s >= 2 ? `2026-0${s}` : null,
      leaderId: t.everyone.leader.id,
      note: `翀曜进展${u}${s}`,
      codes: [{ scheme: 'city' as const, code: `C${u}${s}` }],
    })),
  );
  const made = await t.db.transaction((tx) => importProjects.inside(tx, { batchId, rows }, { actor: t.everyone.promotion_admin, now }));
  rows.forEach((row, i) => (idOf[row.name] = made[i]!.id));
  await t.pool.query(
    "update project set signed_on = '2026-0' || (array_position(array['planning','negotiating','signed','preparing','building','completed','producing','at_capacity'], stage) - 1) where stage not in ('planning', 'negotiating')",
  );
  // Written past the commands, which would have kept the standings.
  await rebuildStandings(
    t.db,
    { investedFrom: sql`(select id as project_id, null::text as invested_from from project)` },
    t.everyone.promotion_admin,
  );
});
afterAll(() => t.close());

const list = (actor: Actor, query: Record<string, string | number> = {}) =>
  listProjects(t.db, ListQuery.parse({ size: 100, ...query }), actor);
const names = async (actor: Actor, query: Record<string, string | number> = {}) => (await list(actor, query)).items.map((i) => i.name);
const text = async (body: AsyncIterable<unknown> | Buffer) => {
  const parts: Buffer[] = [];
  for await (const part of body as AsyncIterable<Buffer | string>) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
};
const masked = () => [
  t.everyone.development,
  t.everyone.statistics,
  t.everyone.finance,
  t.everyone.auditor,
  t.everyone.approval,
  t.everyone.supervision,
  t.everyone.organisation,
];

describe('what a list shows', () => {
  test('exactly the projects that may be read, for every role; page, count and totals agree', async () => {
    for (const actor of [
      ...Object.values(t.everyone),
      await t.person(t.units.south, 'promoter'),
      await t.person(t.units.section, 'unit_head'),
    ]) {
      const { items, totals } = await list(actor);
      const all = await list(t.everyone.promotion_admin);
      expect(items.map((i) => i.id).toSorted()).toEqual(
        all.items
          .filter((i) => may.read(actor, i))
          .map((i) => i.id)
          .toSorted(),
      );
      expect(totals.count).toBe(items.length);
      expect(totals.totalFen).toBe(items.reduce((sum, i) => sum + i.totalFen!, 0));
      for (const item of items) expect(item.can.edit, `${actor.roles[0]} ${item.stage}`).toBe(may.edit(actor, item));
    }
  });
  test('a person without a business role sees nothing at all', async () => {
    for (const role of ['system_admin', 'security_admin', 'audit_admin'] as const) {
      const actor: Actor = { ...t.everyone.promoter, roles: [role] };
      expect((await list(actor)).totals.count).toBe(0);
      await expect(visibleProject(t.db, idOf['翀曜轴承04项目']!, actor)).rejects.toMatchObject({ code: 'project.unknown' });
      expect(await projectsByCodes(t.db, ['C04'], actor)).toEqual([]);
    }
  });
  test('filters narrow, pages follow each other, totals are those of the whole filtered set', async () => {
    const admin = t.everyone.promotion_admin;
    expect((await list(admin, { unit: t.units.north })).totals.count).toBe(16);
    expect((await list(admin, { unit: t.units.district, stage: 'signed,building' })).totals.count).toBe(6);
    expect((await list(admin, { industry: '32' })).totals.count).toBe(12);
    expect((await list(admin, { signedFrom: '2026-03', signedTo: '2026-04' })).totals.count).toBe(6);
    expect((await list(admin, { signed: 'false' })).totals.count).toBe(6);
    expect((await list(admin, { started: 'true' })).totals.count).toBe(0);
    expect((await list(admin, { totalMin: 300, totalMax: 400 })).totals).toMatchObject({ count: 6, totalFen: 3 * 700 });
    expect((await list(admin, { side: 'none' })).totals.count).toBe(24);
    expect((await list(admin, { side: 'withdrawn,merged' })).totals.count).toBe(0);
    expect((await list(admin, { leader: t.everyone.leader.id, park: t.units.park })).totals.count).toBe(0);
    const pages = [
      await list(admin, { sort: 'totalFen', size: 10 }),
      await list(admin, { sort: 'totalFen', page: 2, size: 10 }),
      await list(admin, { sort: 'totalFen', page: 3, size: 10 }),
    ];
    const seen = pages.flatMap((p) => p.items);
    expect(new Set(seen.map((i) => i.id)).size).toBe(24);
    expect(seen.map((i) => i.totalFen)).toEqual(seen.map((i) => i.totalFen).toSorted((a, b) => b! - a!));
    expect(pages.map((p) => p.totals)).toEqual([pages[0]!.totals, pages[0]!.totals, pages[0]!.totals]);
  });
  test.each([
    'updatedAt',
    'createdAt',
    'code',
    'name',
    'stage',
    'unit',
    'signedOn',
    'startedOn',
    'totalFen',
    'agreedFen',
    'arrivedFen',
    'investedFen',
  ])('can be sorted by %s both ways', async (sort) => {
    const up = await list(t.everyone.promotion_admin, { sort, order: 'asc' });
    const down = await list(t.everyone.promotion_admin, { sort, order: 'desc' });
    expect([up.items.length, down.items.length]).toEqual([24, 24]);
  });
  test('hostile words in filters find nothing and break nothing', async () => {
    for (const q of ["'; drop table project; --", '%', '_', '\\', '%%%', '("', '某', '\u0000'.replace('\u0000', '')])
      await list(t.everyone.promotion_admin, { q });
    expect((await list(t.everyone.promotion_admin, { q: '%' })).totals.count).toBe(0);
    expect(ListQuery.safeParse({ sort: 'name; drop table project' }).success).toBe(false);
    expect(ListQuery.safeParse({ stage: 'signed,nowhere' }).success).toBe(false);
  });
});

describe('search', () => {
  test.each([
    ['轴承', 24],
    ['翀曜', 24],
    ['曜轴', 24],
    ['04项', 1],
    ['zc04', 1],
    ['cyzc', 24],
    ['ＸＭ2026-0000', 24],
    ['xm2026-000003', 1],
    ['C13', 1],
    ['翀曜集团', 24],
    ['不存在', 0],
  ])('%s finds %i', async (q, n) => {
    expect((await list(t.everyone.promotion_admin, { q: q.normalize('NFKC') })).totals.count).toBe(n);
  });
  test('finds a name however brackets and width are written', async () => {
    const id = idOf['翀曜轴承02项目']!;
    const named = async (name: string) => {
      await t.pool.query('update project set name = $2, name_key = $3 where id = $1', [id, name, nameKey(name)]);
      await t.db.transaction((tx) => refreshStandings(tx, [id]));
    };
    await named('翀曜（北山）轴承');
    for (const q of ['翀曜(北山)', '翀曜（北山）', '曜 北山', '翀曜·北山轴承'])
      expect(
        (await list(t.everyone.promotion_admin, { q })).items.map((i) => i.id),
        q,
      ).toEqual([id]);
    expect((await list(t.everyone.promotion_admin, { q: '（' })).items.map((i) => i.id)).toEqual([id]);
    await named('翀曜轴承02项目');
  });
});

describe('the investor in talks cannot be inferred', () => {
  const secret = /翀|曜|91350100M000100Y43|丁一|13800000000|宁波|private/;
  test('in no field of list, page or history; and what the list masks is what the policy masks', async () => {
    for (const actor of [...Object.values(t.everyone), await t.person(t.units.south, 'promoter')]) {
      for (const item of (await list(actor)).items) {
        expect(item.masked, `${actor.roles[0]} ${item.stage}`).toBe(isMasked(actor, item));
        if (!item.masked) continue;
        expect(JSON.stringify(item)).not.toMatch(secret);
        for (const field of confidentialFields) expect(item[field]).toBeNull();
      }
      const hidden = (await list(actor)).items.find((i) => i.masked);
      if (!hidden) continue;
      expect(JSON.stringify(await getProject(t.db, hidden.id, actor, factsOf, now))).not.toMatch(secret);
    }
  });
  test('not in the history either, where edits and notes spoke of it', async () => {
    const id = idOf['翀曜轴承01项目']!;
    const { version } = await visibleProject(t.db, id, t.everyone.promoter);
    await updateProject(
      t.db,
      { id, version, patch: { remark: '翀曜董事长来访', name: '翀曜轴承01号项目', place: '东区' } },
      t.everyone.promoter,
      now,
    );
    await addNote(t.db, { id, body: '翀曜已考察' }, t.everyone.promoter, now);
    for (const actor of masked()) {
      const history = await projectHistory(t.db, id, actor);
      expect(JSON.stringify(history)).not.toMatch(secret);
      expect(history.acts.flatMap((a) => a.changes)).toContainEqual({ field: 'place', before: null, after: '东区' });
    }
    expect(JSON.stringify(await projectHistory(t.db, id, t.everyone.leader))).toMatch(/翀曜董事长/);
    await updateProject(t.db, { id, version: version + 1, patch: { name: '翀曜轴承01项目' } }, t.everyone.promoter, now);
  });
  test('by searching its name, initials, credit code or parts of them, only projects signed are found', async () => {
    for (const actor of masked()) {
      for (const q of ['翀曜', '翀曜集团', '曜轴', '曜', 'cy', 'cyzc', '集团有限', '翀曜轴承01']) {
        const { items, totals } = await list(actor, { q });
        expect(
          items.filter((i) => i.masked).map((i) => i.stage),
          `${actor.roles[0]} ${q}`,
        ).toEqual([]);
        expect(totals.count).toBe(items.length);
      }
      expect((await list(actor, { q: '某企业' })).items.every((i) => i.masked)).toBe(true);
      expect((await list(actor, { q: '某企业轴承' })).totals.count).toBe(6);
      expect((await list(actor, { q: 'C01' })).items).toMatchObject([{ masked: true, name: '某企业轴承01项目' }]);
    }
  });
  test('sorting by name goes by the name shown', async () => {
    for (const actor of masked()) {
      const shown = await names(actor, { sort: 'name', order: 'asc' });
      const firstMasked = shown.findIndex((n) => n.startsWith('某'));
      expect(shown.slice(firstMasked, firstMasked + 6).every((n) => n.startsWith('某企业'))).toBe(true);
    }
  });
  test('and not through other doors: look-alikes, export to either format', async () => {
    expect(await projectsByNameKeys(t.db, ['翀曜轴承01项目'], t.everyone.finance)).toEqual([]);
    expect(await projectsByNameKeys(t.db, ['翀曜轴承01项目'], t.everyone.promoter)).toHaveLength(1);
    const asked = { ...ListQuery.parse({ stage: 'planning,negotiating' }), language: 'zh', amountUnit: '万元', format: 'csv' } as const;
    const columns =
      'code,name,investorName,investorUscc,investorOrigin,investorKind,contactName,contactPhone,registeredCompany,scale,remark,sourceNote,natongName,note,cityCode';
    for (const actor of masked()) {
      const csv = await text((await exportProjects(t.db, { ...asked, columns }, actor, now)).body);
      expect(csv.trim().split('\r\n')).toHaveLength(7);
      expect(csv).not.toMatch(secret);
      expect(csv).toMatch(/C01/);
    }
    expect(await text((await exportProjects(t.db, { ...asked, columns }, t.everyone.leader, now)).body)).toMatch(/翀曜进展00/);
  });
});

describe('export', () => {
  test('is exactly the filtered list, in its order, with the chosen columns', async () => {
    const query = ListQuery.parse({ stage: 'signed,building', sort: 'code', order: 'asc' });
    const { body, filename } = await exportProjects(
      t.db,
      { ...query, columns: 'code,name,stage,totalMinor,unitId,nonsense', format: 'csv', language: 'zh', amountUnit: '元' },
      t.everyone.promoter,
      now,
    );
    const [header, ...lines] = (await text(body)).replace('\ufeff', '').trim().split('\r\n');
    expect(filename).toBe('项目台账-2026-11-20.csv');
    expect(header).toBe('系统编号,项目名称,项目阶段,总投资（元）,责任单位');
    const shown = (await listProjects(t.db, { ...query, size: 100 }, t.everyone.promoter)).items;
    const word: Partial<Record<Stage, string>> = { signed: '签约', building: '在建' };
    expect(lines).toEqual(shown.map((i: ProjectView) => `${i.code},${i.name},${word[i.stage]},${i.totalFen! / 100},${i.unitName}`));
  });
  test('never carries a live formula', async () => {
    await t.pool.query('update project set place = \'=HYPERLINK("http://x")\' where id = $1', [idOf['翀曜轴承05项目']]);
    const query = { ...ListQuery.parse({ stage: 'completed' }), columns: 'place', language: 'zh', amountUnit: '元' } as const;
    expect(await text((await exportProjects(t.db, { ...query, format: 'csv' }, t.everyone.promoter, now)).body)).toContain(`"'=HYPERLINK`);
    const xlsx = await exportProjects(t.db, { ...query, format: 'xlsx' }, t.everyone.promoter, now);
    expect((await text(xlsx.body)).slice(0, 2)).toBe('PK');
  });
});

test('projects are found by codes of every scheme within the scope, and by nobody else', async () => {
  const admin = await projectsByCodes(t.db, ['C00', 'C20', 'XM2026-000001', 'nothing'], t.everyone.promotion_admin);
  expect(admin.map((m) => [m.code, m.scheme]).toSorted()).toEqual([
    ['C00', 'city'],
    ['C20', 'city'],
    ['XM2026-000001', 'internal'],
  ]);
  expect((await projectsByCodes(t.db, ['C00', 'C20'], t.everyone.promoter)).map((m) => m.code)).toEqual(['C00']);
  for (const role of businessRoles)
    expect((await projectsByCodes(t.db, ['C20'], t.everyone[role])).length).toBe(['promoter', 'unit_head'].includes(role) ? 0 : 1);
});
