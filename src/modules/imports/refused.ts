import type { Readable } from 'node:stream';
import type { Finding } from '../../kernel/import-row.ts';
import type { Row } from '../../kernel/sheet-row.ts';
import type { Reader } from '../../platform/db.ts';
import type { FileStore } from '../../platform/files.ts';
import type { Download } from '../../platform/http.ts';
import type { ImportKind } from '../../platform/import-kind.ts';
import { readRows } from '../../platform/sheet/reader.ts';
import { refusedCopy } from '../../platform/sheet/refused-copy.ts';
import { inWords, readingWords } from './domain/finding.ts';
import { reasonHeaders } from './domain/reason-header.ts';
import { refusedOf } from './row-queries.ts';
import { openFile, sheetHead } from './sheet-reading.ts';
import type { importBatch } from './tables.ts';
import { xlsxType } from './template.ts';

type Batch = typeof importBatch.$inferSelect;
type Language = 'zh' | 'en';

/** The refused rows in the layout of the file, each with its old row number and what is wrong with it; repaired, it is imported the same way. */
export async function refusedFile(db: Reader, files: FileStore, batch: Batch, kind: ImportKind, language: Language): Promise<Download> {
  const refused = await refusedOf(db, batch.id);
  const { path, discard } = await openFile(files, batch.fileSha256);
  const fields = new Map((await kind.fields(db)).map((f) => [f.key, f]));
  const words = { ...readingWords, ...kind.words };
  const told = (finding: Finding) => {
    const field = fields.get(finding.field ?? '');
    const text = inWords(finding, words, language);
    return field ? `${language === 'zh' ? field.zh : field.en}${language === 'zh' ? '：' : ': '}${text}` : text;
  };
  try {
    const { preview, block } = await sheetHead(path, batch.fileName, batch.setup!);
    const bottom = block.rows.at(-1)!;
    const amounts = new Set(
      [...fields.values()].filter((f) => ['amount', 'whole', 'decimal'].includes(f.type)).map((f) => batch.header?.columns[f.key]),
    );
    const rows = refusedRows(path, batch, refused, (row, faults) => [
      String(row.number),
      faults.map(told).join(language === 'zh' ? '；' : '; '),
    ]);
    const body = refusedCopy({
      sheetName: batch.sheet ?? 'Sheet1',
      columns: Math.max(batch.header?.width ?? 1, ...preview.rows.map((row) => row.cells.length)),
      head: preview.rows.filter((row) => row.number <= bottom),
      headerRows: block.rows,
      merges: preview.merges,
      reasonHeaders: reasonHeaders[language],
      rows,
      isFilledDown: (column) => !amounts.has(column),
    });
    return {
      filename: `${batch.fileName.replace(/\.\w+$/, '')}-${language === 'zh' ? '退回行' : 'refused'}.xlsx`,
      contentType: xlsxType,
      body: gone(body, discard),
    };
  } catch (error) {
    await discard();
    throw error;
  }
}

async function* refusedRows(
  path: string,
  batch: Batch,
  refused: ReadonlyMap<number, readonly Finding[]>,
  reasons: (row: Row, faults: readonly Finding[]) => string[],
) {
  for await (const rows of readRows(path, batch.sheet, { fileName: batch.fileName })) {
    for (const row of rows) {
      const faults = refused.get(row.number);
      if (faults) yield { row, reasons: reasons(row, faults) };
    }
  }
}

function gone(body: Readable, discard: () => Promise<void>): Readable {
  return body.on('close', () => void discard());
}
