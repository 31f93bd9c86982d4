import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { later, type Merging, now, openMerging } from '../../app/testing/merging.ts';
import type { Actor } from '../../kernel/actor.ts';
import { addFormerName, createEnterprise, updateEnterprise } from '../enterprises/commands.ts';
import { getEnterprise, lookAlikes } from '../enterprises/queries.ts';
import { linkEnterprises } from '../projects/enterprise-commands.ts';
import { carryOutMerger, consentMerger, undoMerger } from './merger-commands.ts';
import { previewMerger } from './merger-queries.ts';

vi.setConfig({ testTimeout: 60_000 });
let t: Merging;
let admin: Actor;
let clerk: Actor;
let south: Actor;
let enter: Merging['enter'];
let money: Merging['money'];
let ask: Merging['ask'];
let row: Merging['row'];
let enterprisePair: ReturnType<Merging['pairOf']>;
beforeAll(async () => {
  t = await openMerging();
  ({ admin, clerk, south, enter, money, ask, row } = t);
  enterprisePair = t.pairOf('enterprise');
});
afterAll(() => t.close());

describe('merging enterprises', () => {
  const company = (name: string, more: object = {}, by: Actor = clerk) => createEnterprise(t.db, { name, isSeen: true, ...more }, by, now);

  test('D3 D5 D7 D9 D11 its projects follow, sums and names stay, the old record leads to the new', async () => {
    const [a, b] = [
      await company('合一集团', { phone: '0952-1111111' }),
      await company('合一（集团）公司', { phone: '0952-2222222', uscc: '91350100M000100Y43' }),
    ];
    const p = await enter('合一项目', { investorName: '合一（集团）公司' });
    await money(p.id, 100);
    await linkEnterprises(t.db, { id: p.id, version: 1, investorId: b.id, companyId: b.id }, clerk, now);
    const preview = await previewMerger(t.db, enterprisePair(b, a), admin);
    expect(preview.relations).toEqual([
      { relation: 'project.investor_id', decision: 'moves', count: 1 },
      { relation: 'project.company_id', decision: 'moves', count: 1 },
    ]);
    expect(preview.fields.map((f) => [f.field, f.isConflict])).toEqual([
      ['name', true],
      ['uscc', false],
      ['phone', true],
    ]);
    const reported = async () => (await t.pool.query('select investor_name from project_attribution where project_id = $1', [p.id])).rows;
    const namedBefore = await reported();
    const { id } = await ask(enterprisePair(b, a), { fields: { phone: 'from' } });
    const after = await previewMerger(t.db, enterprisePair(a, await company('旁人')), admin);
    expect(after.sums!.before).toEqual(preview.sums!.before);
    expect((await row(p.id)).investorId).toBe(a.id);
    expect([(await row(p.id)).investorName, await reported()]).toEqual(['合一（集团）公司', namedBefore]);
    expect((await getEnterprise(t.db, a.id, admin)).enterprise).toMatchObject({ phone: '0952-2222222', uscc: '91350100M000100Y43' });
    const old = await getEnterprise(t.db, b.id, clerk);
    expect(old).toMatchObject({ enterprise: { mergedInto: { id: a.id } }, can: { edit: false } });
    await expect(updateEnterprise(t.db, { id: b.id, version: 2, patch: { phone: '1' } }, admin, later)).rejects.toMatchObject({
      code: 'enterprise.is_merged',
    });
    const named = addFormerName(t.db, { id: b.id, name: '合一厂', usedFrom: null, usedUntil: null }, admin, later);
    await expect(named).rejects.toMatchObject({ code: 'enterprise.is_merged' });
    expect((await lookAlikes(t.db, { name: '合一（集团）公司' })).map((e) => e.id)).toContain(a.id);
    const q = await enter('后来项目');
    await linkEnterprises(t.db, { id: q.id, version: 1, investorId: b.id }, clerk, later);
    expect((await row(q.id)).investorId).toBe(a.id);
    const { version } = (await getEnterprise(t.db, a.id, admin)).enterprise;
    await updateEnterprise(t.db, { id: a.id, version, patch: { phone: '0952-3333333' } }, admin, later);
    await expect(undoMerger(t.db, { id, reason: '误' }, admin, later)).rejects.toMatchObject({
      details: { clashes: [{ what: 'field', detail: 'phone' }] },
    });
  });

  test('D8 D9 chains, circles, and taking back until a link was changed', async () => {
    const [a, b, c] = [await company('链企甲'), await company('链企乙'), await company('链企丙')];
    const p = await enter('链企项目');
    await linkEnterprises(t.db, { id: p.id, version: 1, investorId: a.id }, clerk, now);
    const first = await ask(enterprisePair(a, b));
    const second = await ask(enterprisePair(b, c));
    await expect(ask(enterprisePair(c, a))).rejects.toMatchObject({ code: 'merger.same_record' });
    expect((await getEnterprise(t.db, a.id, admin)).enterprise.mergedInto?.id).toBe(c.id);
    const late = await enter('链企后来项目');
    await linkEnterprises(t.db, { id: late.id, version: 1, investorId: a.id }, clerk, later);
    expect((await row(late.id)).investorId).toBe(c.id);
    await expect(undoMerger(t.db, { id: first.id, reason: '误' }, admin, later)).rejects.toMatchObject({
      code: 'merger.clashes',
      details: { clashes: expect.arrayContaining([{ what: 'merged_on', detail: c.id }]) },
    });
    await undoMerger(t.db, { id: second.id, reason: '误' }, admin, later);
    expect((await row(p.id)).investorId).toBe(b.id);
    await undoMerger(t.db, { id: first.id, reason: '误' }, admin, later);
    expect((await row(p.id)).investorId).toBe(a.id);
    const again = await ask(enterprisePair(a, b));
    await linkEnterprises(t.db, { id: p.id, version: (await row(p.id)).version, investorId: c.id }, clerk, later);
    await expect(undoMerger(t.db, { id: again.id, reason: '误' }, admin, later)).rejects.toMatchObject({
      details: { clashes: [{ what: 'link', detail: p.code }] },
    });
  });

  test('D10 companies that two units entered are merged when both agree', async () => {
    const [a, b] = [await company('两家甲'), await company('两家乙', {}, south)];
    const { id, status } = await ask(enterprisePair(b, a));
    expect(status).toBe('asked');
    expect(await consentMerger(t.db, { id, verdict: 'refused', note: '不是同一家' }, south, later)).toEqual({ status: 'refused' });
    await expect(carryOutMerger(t.db, { id }, admin, later)).rejects.toMatchObject({ code: 'merger.not_agreed' });
    const again = await ask(enterprisePair(b, a));
    for (const owner of [clerk, south]) await consentMerger(t.db, { id: again.id, verdict: 'agreed' }, owner, later);
    await updateEnterprise(t.db, { id: b.id, version: 1, patch: { phone: '0952-4444444' } }, admin, later);
    await expect(carryOutMerger(t.db, { id: again.id }, admin, later)).rejects.toMatchObject({ code: 'merger.changed_meanwhile' });
  });
});
