import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import type { Actor } from '../../kernel/actor.ts';
import { addFormerName, createEnterprise, updateEnterprise } from './commands.ts';
import { getEnterprise, listEnterprises, lookAlikes } from './queries.ts';

const now = new Date('2026-11-20T09:00:00+08:00');
let t: Awaited<ReturnType<typeof openLedger>>;
beforeAll(async () => {
  t = await openLedger(now);
});
afterAll(() => t.close());

const good = '91350100M000100Y43';
const enter = (name: string, more: object = {}, actor: Actor = t.everyone.promoter) =>
  createEnterprise(t.db, { name, isSeen: false, ...more }, actor, now);
const found = async (q: string) =>
  (await listEnterprises(t.db, { query: { q, page: 1, size: 50 } }, t.everyone.promoter)).items.map((e) => e.name);

describe('the register', () => {
  test('D1 a credit code is 18 characters, stands once, and one that fails its check needs a reason', async () => {
    const { id } = await enter('静川华锐镁业有限公司', { uscc: ' 9135 0100-m000100y43 ' });
    expect((await getEnterprise(t.db, id, t.everyone.promoter)).enterprise.uscc).toBe(good);
    await expect(enter('另一家公司', { uscc: good })).rejects.toMatchObject({ kind: 'conflict', code: 'enterprise.uscc_taken' });
    await expect(enter('短码公司', { uscc: '12345' })).rejects.toMatchObject({ code: 'enterprise.uscc_length' });
    await expect(enter('老企业', { uscc: '91310115MA1H8R7C6D' })).rejects.toMatchObject({
      code: 'enterprise.uscc_doubtful',
      details: { doubt: 'uscc.check_character', expected: '7' },
    });
    await expect(enter('短码公司', { uscc: '12345', usccReason: '老证' })).rejects.toMatchObject({ code: 'enterprise.uscc_length' });
    await enter('老企业', { uscc: '91310115MA1H8R7C6D', usccReason: '1998年老营业执照' });
  });

  test('D1 the same name with another code is allowed, once the one that is there was seen', async () => {
    await enter('同名实业有限公司', { uscc: '91110000600037341L' });
    await expect(enter('同名实业有限公司', { uscc: '91110108551385082Q' })).rejects.toMatchObject({
      kind: 'rule',
      code: 'enterprise.looks_alike',
      details: { candidates: [{ name: '同名实业有限公司', by: 'name' }] },
    });
    await enter('同名实业有限公司', { uscc: '91110108551385082Q', isSeen: true });
    expect(await found('同名实业')).toHaveLength(2);
  });

  test.each([
    ['brackets and full width', '蓝海（宁夏）新材料有限公司', '蓝海(宁夏)新材料有限公司'],
    ['the form of the company', '赤峰铝业有限责任公司', '赤峰铝业公司'],
    ['a company by shares', '白山药业股份有限公司', '白山药业股份公司'],
    ['full-width letters and digits', 'ＡＢ７６３新能源有限公司', 'ab763新能源公司'],
    ['blanks', '青 峰 水 泥 有限公司', '青峰水泥有限公司'],
  ])('D2 a look-alike is shown before anything is saved: %s', async (_, there, typed) => {
    await enter(there);
    const alike = await lookAlikes(t.db, { name: typed });
    expect(alike.map((a) => [a.name, a.by])).toEqual([[there, 'name']]);
    await expect(enter(typed)).rejects.toMatchObject({ code: 'enterprise.looks_alike' });
    expect(await found(typed)).not.toContain(typed);
  });

  test('D2 a company is found by the name it had: renamed, or added with its years', async () => {
    const { id, version } = await enter('旧名矿业有限公司');
    await updateEnterprise(t.db, { id, version, patch: { name: '新名新能源有限公司' }, usedUntil: '2025-06' }, t.everyone.promoter, now);
    await addFormerName(t.db, { id, name: '更早的厂', usedFrom: '1990', usedUntil: '2003' }, t.everyone.promoter, now);
    expect(await lookAlikes(t.db, { name: '旧名矿业' })).toMatchObject([{ id, by: 'old_name', oldName: '旧名矿业有限公司' }]);
    expect((await getEnterprise(t.db, id, t.everyone.promoter)).names.map((n) => [n.name, n.usedUntil])).toEqual([
      ['更早的厂', '2003'],
      ['旧名矿业有限公司', '2025-06'],
    ]);
    for (const q of ['旧名矿业', '更早', 'xmxny', '新能源'])
      expect([q, (await found(q)).includes('新名新能源有限公司')]).toEqual([q, true]);
    await expect(
      addFormerName(t.db, { id, name: '倒着的', usedFrom: '2003', usedUntil: '1990' }, t.everyone.promoter, now),
    ).rejects.toMatchObject({ code: 'enterprise.name_backwards' });
  });

  test('it is edited by the unit that entered it and by the bureau, each on what they saw', async () => {
    const { id } = await enter('归属公司');
    const other = await t.person(t.units.south, 'promoter');
    const edit = (version: number, actor: Actor) => updateEnterprise(t.db, { id, version, patch: { phone: '0952-1234567' } }, actor, now);
    await expect(edit(1, other)).rejects.toMatchObject({ code: 'enterprise.may_not_edit' });
    await expect(enter('别人的', {}, t.everyone.finance)).rejects.toMatchObject({ code: 'enterprise.may_not_create' });
    await expect(edit(7, t.everyone.promotion_admin)).rejects.toMatchObject({ code: 'enterprise.changed_meanwhile' });
    expect(await edit(1, t.everyone.promotion_admin)).toEqual({ version: 2 });
    expect(await edit(2, t.everyone.promotion_admin)).toEqual({ version: 2 });
  });
});
