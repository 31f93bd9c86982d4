import { extname } from 'node:path';
import type { SheetFormat, SheetInfo, SheetNotice } from './book.ts';
import type { OpenBook } from './raw-row.ts';

const extensions: Record<SheetFormat, readonly string[]> = {
  xlsx: ['.xlsx', '.xltx'],
  xlsm: ['.xlsm', '.xltm'],
  xlsb: ['.xlsb'],
  xls: ['.xls', '.xlt', '.et', '.ett'],
  ods: ['.ods'],
  csv: ['.csv', '.txt', '.tsv'],
  html: ['.html', '.htm'],
  xml: ['.xml'],
};

/** What the person should know about a file that is read all the same. */
export function bookNotices(book: OpenBook, sheets: readonly SheetInfo[], fileName: string): SheetNotice[] {
  const notices: SheetNotice[] = [];
  const extension = extname(fileName).toLowerCase();
  if (extension !== '' && !extensions[book.format].includes(extension)) {
    notices.push({
      code: 'sheet.other_extension',
      details: { found: extension, expected: extensions[book.format][0], format: book.format },
    });
  }
  if (book.hasMacros) notices.push({ code: 'sheet.macros_ignored', details: {} });
  if (book.hasLinks) notices.push({ code: 'sheet.links_ignored', details: {} });
  const withFormulas = sheets.filter((sheet) => sheet.formulas > 0);
  if (withFormulas.length > 0) {
    const cells = withFormulas.reduce((sum, sheet) => sum + sheet.formulas, 0);
    notices.push({ code: 'sheet.formulas_as_saved', details: { cells, sheets: withFormulas.map((sheet) => sheet.name) } });
  }
  return notices;
}
