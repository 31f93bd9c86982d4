import { readFile } from 'node:fs/promises';
import { Workbook } from 'exceljs';
import { afterAll, describe, expect, test } from 'vitest';
import { formLedger, template } from '../../app/testing/forms.ts';
import { later, now } from '../../app/testing/papers.ts';
import type { Actor } from '../../kernel/actor.ts';
import { replaceFormFile } from './commands.ts';
import type { Binding } from './domain/binding.ts';
import { getFilling, getForm } from './queries.ts';

const { db, everyone, files, sent, bound, opened, fill, close } = await formLedger();
const { promotion_admin: bureau, unit_head: head, finance } = everyone;
afterAll(close);

describe('the file of a form is replaced', () => {
  /** The department turns a cell that was bound into a formula. */
  async function changed(bindings: readonly Binding[]) {
    const book = new Workbook();
    await book.xlsx.load((await readFile(template)) as never);
    const figure = bindings.find((b) => b.kind === 'figure')!;
    book.getWorksheet(figure.sheet)!.getCell(figure.cell).value = { formula: '1+1', result: 2 };
    return { content: Buffer.from(await book.xlsx.writeBuffer()), lost: figure };
  }
  const replace = async (by: Actor, id: string, version: number, content: Buffer) =>
    replaceFormFile({ db, files }, await sent('月报表（新）.xlsx', content), { id, version }, by, later);

  test('bindings that still fit stay, filled copies keep their file, and it is another version', async () => {
    const { id, bindings } = await bound(bureau);
    const { id: copy } = await fill(db, { id, month: '2026-10' }, bureau, now);
    const before = await getFilling(db, files, copy, bureau);
    const { content, lost } = await changed(bindings);
    expect(await replace(bureau, id, 2, content)).toEqual({ version: 3, kept: bindings.length - 1, lost: 1 });
    const form = await getForm(db, files, id, bureau);
    expect(form).toMatchObject({ version: 3, fileName: '月报表（新）.xlsx' });
    expect(form.bindings).toEqual(bindings.filter((b) => b !== lost));
    expect(await getFilling(db, files, copy, bureau)).toEqual(before);
    const { id: again } = await fill(db, { id, month: '2026-10' }, bureau, later);
    expect((await opened(again, bureau)).summary.getCell(lost.cell).formula).toBe('1+1');
  });
  test('only by those who bind it, as they have seen it, and with what a form may be', async () => {
    const { id, bindings } = await bound(head);
    const { content } = await changed(bindings);
    await expect(replace(head, id, 1, content)).rejects.toMatchObject({ kind: 'conflict', code: 'form.changed_meanwhile' });
    await expect(replace(finance, id, 2, content)).rejects.toMatchObject({ kind: 'forbidden', code: 'form.may_not_bind' });
    await expect(replace(head, id, 2, Buffer.from('a,b'))).rejects.toMatchObject({ code: 'file.type_mismatch' });
    expect((await getForm(db, files, id, head)).version).toBe(2);
  });
});
