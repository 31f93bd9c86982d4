import { open, readFile, stat } from 'node:fs/promises';
import { refuse, settle } from '../../../kernel/refusal.ts';
import { typeOfFile } from '../../files-type.ts';
import { inspectBook } from '../reader.ts';
import { type GridSheet, readGrid } from './grid.ts';
import { Package } from './package.ts';

const largestForm = 8 * 1024 * 1024;
const code = /vbaproject|vbadata|\/macrosheets\/|\/activex\//i;

/**
 * Is the file an .xlsx that can be filled in place? Looks at its bytes, never at its name alone. Answers with what it looks like.
 * Refuses: file.empty, file.too_large, form.macros_not_taken, form.not_xlsx, file.type_mismatch, file.password_protected and sheet.*.
 */
export async function checkForm(path: string, name: string): Promise<GridSheet[]> {
  const { size } = await stat(path);
  if (size > largestForm) throw refuse('invalid', 'file.too_large', { size, limit: largestForm });
  const file = await readFile(path);
  if (await isArchive(path)) {
    if (new Package(file).names.some((part) => code.test(part))) throw refuse('invalid', 'form.macros_not_taken', { name });
    await inspectBook(path, { fileName: name });
  }
  const { extension } = settle(await typeOfFile(path, name, largestForm));
  if (extension !== 'xlsx') throw refuse('invalid', 'form.not_xlsx', { name });
  return readGrid(file);
}

async function isArchive(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString('hex') === '504b0304';
  } finally {
    await file.close();
  }
}
