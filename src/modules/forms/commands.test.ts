import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import { formLedger } from '../../app/testing/forms.ts';
import { now, later } from '../../app/testing/papers.ts';
import { auditEntry } from '../../platform/audit.ts';
import { fillForm } from '../../platform/sheet/form/fill.ts';
import { zipBytes, xlsxParts } from '../../platform/sheet/sheet-fixture.ts';
import { figureRows, figureValues } from '../figures/queries.ts';
import { setFormActive } from './commands.ts';
import type { Binding } from './domain/binding.ts';
import { fileOf, getFilling, getForm, listFillings, listForms } from './queries.ts';
import { formFilling } from './tables.ts';

const { db, pool, units, everyone, files, arrive, first, bring, bound, opened, bind, fill, close } = await formLedger();
const { promotion_admin: bureau, unit_head: head, promoter: clerk, leader, finance } = everyone;
afterAll(close);

describe('a form is brought', () => {
  test('and kept by its content once, for the unit of whoever brings it', async () => {
    const [one, two] = [await bring(bureau), await bring(head, '我的报表.xlsx')];
    const { rows } = await pool.query('select distinct sha256 from form_version');
    expect(rows).toHaveLength(1);
    expect(await getForm(db, files, one, bureau)).toMatchObject({
      name: '月报表',
      unitId: units.bureau,
      version: 1,
      bindings: [],
      can: { bind: true, fill: true },
    });
    expect(await getForm(db, files, two, head)).toMatchObject({ name: '我的报表', unitId: units.north });
  });
  test('a form of another unit is as unknown as one that never was', async () => {
    const id = await bring(bureau);
    for (const act of [
      () => getForm(db, files, id, clerk),
      () => bind(db, { id, version: 1, bindings: [] }, head, now),
      () => fill(db, { id, month: '2026-10' }, head, now),
    ])
      await expect(act()).rejects.toMatchObject({ kind: 'not_found', code: 'form.unknown' });
    expect((await listForms(db, { query: { retired: false, page: 1, size: 200 } }, clerk)).items.map((f) => f.id)).not.toContain(id);
  });
  test('macros, other formats and what only calls itself .xlsx are refused with a reason', async () => {
    const parts = xlsxParts({ sheets: { A: '<sheetData/>' } });
    const macros = await zipBytes({ ...parts, 'xl/vbaProject.bin': 'x' });
    const refusals: [string, Buffer, string][] = [
      ['宏.xlsx', macros, 'form.macros_not_taken'],
      ['宏.xlsm', macros, 'form.macros_not_taken'],
      ['a.pdf', Buffer.from('%PDF-1.7\n%%EOF'), 'form.not_xlsx'],
      ['a.xlsx', Buffer.from('%PDF-1.7\n%%EOF'), 'file.type_mismatch'],
      ['a.xlsx', Buffer.from('a,b\n1,2\n'), 'file.type_mismatch'],
      ['a.xlsx', Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(40)]), 'sheet.damaged'],
    ];
    for (const [name, content, code] of refusals)
      await expect([name, await bring(bureau, name, content).catch((e: { code: string }) => e.code)]).toEqual([name, code]);
    await expect(bring(clerk)).rejects.toMatchObject({ kind: 'forbidden', code: 'form.may_not_bring' });
    await expect(bring(leader)).rejects.toMatchObject({ code: 'form.may_not_bring' });
  });
});

describe('bindings', () => {
  test('are suggested from merged headers: figures of the units in the rows, a list, words', async () => {
    const { bindings } = await bound(bureau);
    const at = (sheet: string, cell: string) => bindings.find((b) => b.sheet === sheet && b.cell === cell);
    const figure = (key: string, period: string, lastYear = false) => ({
      kind: 'figure',
      key,
      period,
      lastYear,
      scope: { kind: 'row', column: 'B' },
      amountUnit: '万元',
    });
    // 青穗镇 stands in row 9.
    expect(at('汇总表', 'C9')).toMatchObject(figure('signed_count', 'total'));
    expect(at('汇总表', 'D9')).toMatchObject(figure('signed_amount', 'total'));
    expect(at('汇总表', 'E9')).toMatchObject(figure('arrived_amount', 'month'));
    expect(at('汇总表', 'F9')).toMatchObject(figure('arrived_amount', 'year'));
    expect(at('汇总表', 'G9')).toMatchObject(figure('arrived_amount', 'year', true));
    expect(at('汇总表', 'H9')).toBeUndefined();
    expect(at('汇总表', 'J9')).toMatchObject(figure('start_rate', 'total'));
    expect(at('汇总表', 'K9')).toMatchObject(figure('invested_amount', 'year'));
    expect(at('汇总表', 'A3')).toMatchObject({ kind: 'text', text: 'unit', before: '填报单位：' });
    expect(at('汇总表', 'E3')).toMatchObject({ kind: 'text', text: 'as_of' });
    expect(at('项目明细', 'A5')).toMatchObject({
      kind: 'list',
      lastRow: 6,
      source: 'projects',
      columns: ['no', 'name', 'investorName', 'unitId', 'signedOn', 'agreed', 'arrived', 'stage', 'remark'].map((field) =>
        expect.objectContaining({ field }),
      ),
    });
  });
  test('are kept as versions; two who bind at once do not overwrite each other', async () => {
    const { id, bindings } = await bound(bureau);
    const act = () => bind(db, { id, version: 2, bindings: bindings.slice(0, 3) }, bureau, now);
    const outcomes = await Promise.allSettled([act(), act()]);
    expect(outcomes.map((o) => o.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find((o) => o.status === 'rejected')?.reason).toMatchObject({
      kind: 'conflict',
      code: 'form.changed_meanwhile',
      details: { version: 3 },
    });
    const { rows } = await pool.query('select no, jsonb_array_length(bindings) as n from form_version where form_id = $1 order by no', [
      id,
    ]);
    expect(rows).toEqual([
      { no: 1, n: 0 },
      { no: 2, n: bindings.length },
      { no: 3, n: 3 },
    ]);
    await expect(pool.query('update form_version set bindings = $1', ['[]'])).rejects.toMatchObject({ code: '42501' });
  });
  test('that do not fit the form are refused with the cell', async () => {
    const id = await bring(bureau);
    const text = (cell: string, sheet = '汇总表'): Binding => ({ kind: 'text', sheet, cell, text: 'unit', before: '', after: '' });
    const list = (more: object): Binding => ({
      kind: 'list',
      sheet: '项目明细',
      cell: 'A5',
      lastRow: 6,
      source: 'projects',
      filter: {},
      period: 'any',
      columns: [{ column: 'B', field: 'name', amountUnit: '万元', decimals: 2 }],
      ...more,
    });
    const wrong: [Binding[], string][] = [
      [[text('A1', '没有')], 'form.no_such_sheet'],
      [[text('C19')], 'form.cell_has_formula'],
      [[text('B1')], 'form.cell_covered'],
      [[text('L6'), text('L6')], 'form.cell_bound_twice'],
      [[list({ lastRow: 4 })], 'form.list_rows_backwards'],
      [[list({}), text('J6', '项目明细')], 'form.lists_overlap'],
      [[list({ columns: [{ column: 'B', field: 'password', amountUnit: '元', decimals: 0 }] })], 'form.unknown_field'],
      [[list({ filter: { stage: 'nowhere' } })], 'form.unreadable_filter'],
      [[list({ filter: { limit2: '1' } })], 'form.unreadable_filter'],
    ];
    for (const [bindings, code] of wrong) await expect(bind(db, { id, version: 1, bindings }, bureau, now)).rejects.toMatchObject({ code });
  });
});

describe('Must show 4: a form is filled for a month', () => {
  test('each number is the figure it is bound to, each opens its rows, and formulas are there to add them up', async () => {
    const { id } = await bound(bureau);
    const made = await fill(db, { id, month: '2026-10', unitId: units.district }, bureau, now);
    const { used } = await getFilling(db, files, made.id, bureau);
    const { filename, summary, list } = await opened(made.id, bureau);
    expect(filename).toBe('月报表（示范区2026-10）.xlsx');
    const of = (cell: string) => used.figures.find((f) => f.sheet === '汇总表' && f.cell === cell)!;
    expect([of('C9').value, of('D9').value, of('E9').value]).toEqual([2, 17_000_000_000, 3_000_000_000]);
    expect([summary.getCell('C9').value, summary.getCell('D9').value, summary.getCell('E9').value, summary.getCell('F9').value]).toEqual([
      2, 17000, 3000, 3500,
    ]);
    expect(summary.getCell('J9').value).toBe(0.5);
    for (const f of used.figures) {
      const query = { unitId: f.unitId, from: f.from ?? undefined, through: f.through };
      const [figure] = (await figureValues(db, query, bureau, now, [f.key])).figures;
      expect([f.cell, f.value, f.ratio]).toEqual([f.cell, figure!.value, figure!.ratio]);
      const rows = await figureRows(db, f.key, { ...query, asOf: '2026-11-05', excluded: false, page: 1, size: 1 }, bureau, later);
      expect([f.cell, rows.sum]).toEqual([f.cell, f.ratio?.numerator ?? f.value]);
    }
    expect((summary.getCell('C19').value as { formula: string }).formula).toBe('SUM(C6:C18)');
    expect(summary.getCell('A3').value).toBe('填报单位：示范区');
    expect(summary.getCell('E3').value).toBe('截至2026年10月底');
    // Of the units that the form names, the ledger of this district knows three.
    expect([used.figures.length, used.left]).toEqual([24, []]);
    expect([5, 6, 7, 8, 9].map((row) => list.getCell(row, 2).value)).toEqual(['项目丁', '项目丙', '项目乙', '项目甲', '某项目']);
    expect((list.getCell('F10').value as { formula: string }).formula).toBe('SUM(F5:F9)');
  });
  test('an investor still in talks stands masked, whoever fills it', async () => {
    const { id } = await bound(bureau);
    const { id: filling } = await fill(db, { id, month: '2026-10', unitId: units.south }, bureau, now);
    const { list } = await opened(filling, bureau);
    expect(list.getCell('B5').value).toBe('某项目');
  });
  test('the copy stays as it was when the ledger goes on, and is the same file when it is written again', async () => {
    const { id } = await bound(head);
    const made = await fill(db, { id, month: '2026-10' }, head, now);
    await arrive(first, '2026-10-28', 55);
    const [row] = await db.select().from(formFilling).where(eq(formFilling.id, made.id));
    const again = fillForm(
      await fileOf(
        files,
        (await pool.query('select sha256 from form_version where form_id = $1 order by no desc limit 1', [id])).rows[0].sha256,
      ),
      row!.writes,
    );
    expect(createHash('sha256').update(again).digest('hex')).toBe(row!.sha256);
    const anew = await fill(db, { id, month: '2026-10' }, head, later);
    const value = async (filling: string) => (await getFilling(db, files, filling, head)).used.figures.find((f) => f.cell === 'E9')!.value!;
    expect((await value(anew.id)) - (await value(made.id))).toBe(55_000_000);
    await expect(pool.query(`update form_filling set writes = '{}'`)).rejects.toMatchObject({ code: '42501' });
    const entries = await db.select().from(auditEntry).where(eq(auditEntry.subjectId, made.id));
    expect(entries.map((e) => e.action)).toEqual(['form.fill']);
  });
  test('of a township holds nothing of the others, also when a cell names them', async () => {
    const { id, bindings } = await bound(head);
    const { id: filling } = await fill(db, { id, month: '2026-10' }, head, now);
    const { used } = await getFilling(db, files, filling, head);
    expect(new Set(used.figures.map((f) => f.unitId))).toEqual(new Set([units.north]));
    expect(used.left.map((l) => l.found)).toContain('栖梧经济开发区');
    const named: Binding = {
      kind: 'figure',
      sheet: '汇总表',
      cell: 'L6',
      key: 'signed_count',
      part: 'value',
      scope: { kind: 'unit', unitId: units.south },
      period: 'total',
      lastYear: false,
      amountUnit: '元',
      decimals: 0,
    };
    await bind(db, { id, version: 2, bindings: [...bindings, named] }, head, now);
    await expect(fill(db, { id, month: '2026-10' }, head, now)).rejects.toMatchObject({
      code: 'form.unit_out_of_scope',
      details: { cell: 'L6' },
    });
    await expect(fill(db, { id, month: '2026-10', unitId: units.south }, head, now)).rejects.toMatchObject({
      kind: 'not_found',
      code: 'unit.unknown',
    });
  });
  test('copies for other units are not seen by who may not see those', async () => {
    const { id } = await bound(head);
    const own = await fill(db, { id, month: '2026-10' }, clerk, now);
    const foreign = await fill(db, { id, month: '2026-10', unitId: units.south }, bureau, now);
    const seen = await listFillings(db, { params: { id }, query: { page: 1, size: 50 } }, clerk);
    expect(seen.items.map((f) => f.id)).toEqual([own.id]);
    await expect(getFilling(db, files, foreign.id, clerk)).rejects.toMatchObject({ kind: 'not_found', code: 'form.filling_unknown' });
    expect((await getFilling(db, files, foreign.id, finance)).unitId).toBe(units.south);
  });
  test('is refused for a month to come, unbound, or retired', async () => {
    const id = await bring(bureau);
    await expect(fill(db, { id, month: '2026-10' }, bureau, now)).rejects.toMatchObject({ code: 'form.nothing_bound' });
    await expect(fill(db, { id, month: '2026-12' }, bureau, now)).rejects.toMatchObject({ code: 'form.month_to_come' });
    await expect(setFormActive(db, { id, isActive: false }, leader, now)).rejects.toMatchObject({ code: 'form.may_not_bind' });
    await setFormActive(db, { id, isActive: false }, bureau, now);
    await expect(fill(db, { id, month: '2026-10' }, bureau, now)).rejects.toMatchObject({ code: 'form.retired' });
  });
});
