import type { AmountUnit } from '../../../kernel/money.ts';
import { bareHeader, findHeader, type Header, type HeaderBlock, normaliseHeader } from '../../../kernel/sheet-header.ts';
import { type Cell, cellName, columnName, emptyCell, type Row } from '../../../kernel/sheet-row.ts';
import { cards, type FigureKey } from '../../figures/domain/card.ts';
import type { Binding, DrawnSheet, FigureBinding, ListBinding, TextBinding } from './binding.ts';

type Field = Readonly<{ field: string; zh: string; kind: string; aliases: readonly string[] }>;
/** What a form may speak of: units by the names they go by, and the fields of a list of projects. */
export type Known = Readonly<{ unitNames: ReadonlySet<string>; fields: readonly Field[] }>;

/** The first that fits, in this order: a rate before the amounts it is made of. */
const figureWords: readonly (readonly [RegExp, FigureKey])[] = [
  [/到位率/, 'arrival_rate'],
  [/开工率/, 'start_rate'],
  [/投产率/, 'production_rate'],
  [/履约率/, 'fulfilment_rate'],
  [/新开工/, 'opened_count'],
  [/新投产/, 'put_into_production_count'],
  [/引资/, 'attracted_amount'],
  [/到位/, 'arrived_amount'],
  [/完成投资/, 'invested_amount'],
  [/固定资产|固投/, 'fixed_amount'],
  [/开工(项目)?个?数/, 'started_count'],
  [/投产(项目)?个?数/, 'producing_count'],
  [/签约(项目)?个?数|签约.*\/(项目)?个?数/, 'signed_count'],
  [/协议(资金|金额|投资|总?额)|签约(金额|总额)|合同(资金|金额)/, 'signed_amount'],
  [/台账项目|项目总数|在册/, 'ledger_count'],
];
const notFigures = /同比|增长|增速|增幅|备注|序号|排名|目标|任务/;

/** A column is what its own header says; only where that says nothing is the group above it asked: 招商引资/签约项目数 counts projects. */
function key(label: string): FigureKey | null {
  if (notFigures.test(label)) return null;
  const parts = label.split('/');
  const nearer = parts.map((_, i) => parts.slice(-1 - i).join('/'));
  return nearer.map((part) => figureWords.find(([words]) => words.test(part))?.[1]).find((found) => found !== undefined) ?? null;
}
/** Cut to the part of a period that a header speaks of. */
function spanOf(label: string): Pick<FigureBinding, 'period' | 'lastYear'> {
  const lastYear = /(上年|去年)(同期|同月)/.test(label);
  const isSum = /1月?[-—–至](\d*|本|当)月|年初/.test(label);
  const isMonth = !isSum && /本月|当月|同月/.test(label);
  const isYear = lastYear || isSum || /本年|今年|当年|年累计/.test(label);
  return { period: isMonth ? 'month' : isYear ? 'year' : 'total', lastYear };
}

/** Bindings that the headers of a form suggest. A person looks at them and changes what is wrong; nothing is bound by itself. */
export function suggestBindings(sheets: readonly DrawnSheet[], known: Known): Binding[] {
  return sheets.flatMap((sheet) => {
    const rows = rowsOf(sheet);
    const header = findHeader(rows);
    const words = textBindings(sheet);
    if (!header) return words;
    const unit = amountUnitOf(sheet, header);
    const figures = figureBindings(sheet, header, unit, known);
    const list = figures.length === 0 ? listBinding(sheet, header, unit, known) : [];
    return [...words, ...figures, ...list];
  });
}

/** Rows as the recogniser of headers reads them: merged cells repeat their text. */
function rowsOf({ cells, merges }: DrawnSheet): Row[] {
  const lines = new Map<number, Cell[]>();
  const put = (row: number, cell: Cell) => {
    const line = lines.get(row) ?? [];
    while (line.length < cell.column) line.push(emptyCell(line.length));
    line[cell.column] = cell;
    lines.set(row, line);
  };
  // Rows that are drawn and hold nothing are rows too: they end a header.
  for (const { row, column, text } of cells) put(row, { column, kind: kindOf(text), text });
  for (const m of merges) {
    const text = cells.find((c) => c.row === m.top && c.column === m.left)?.text ?? '';
    if (text === '') continue;
    for (const { row, column } of coveredBy(m)) put(row, { column, kind: 'text', text, merged: true });
  }
  return [...lines].toSorted(([a], [b]) => a - b).map(([number, line]) => ({ number, cells: line.map((c, i) => c ?? emptyCell(i)) }));
}

/** The cells of a merged range but the one that holds its text. */
function* coveredBy({ top, bottom, left, right }: DrawnSheet['merges'][number]) {
  for (let row = top; row <= bottom; row += 1)
    for (let column = left; column <= right; column += 1) if (row !== top || column !== left) yield { row, column };
}

const kindOf = (text: string) => (text === '' ? 'empty' : /^-?\d+(\.\d+)?%?$/.test(text) ? 'number' : 'text');

function amountUnitOf({ cells }: DrawnSheet, header: HeaderBlock): AmountUnit {
  if (header.unit?.amountUnit) return header.unit.amountUnit;
  const note = cells.map((c) => /单位\s*[:：].*?(亿元|万元|元)/.exec(c.text)?.[1]).find((found) => found !== undefined);
  return (note as AmountUnit | undefined) ?? '万元';
}

function figureBindings(sheet: DrawnSheet, block: HeaderBlock, unit: AmountUnit, { unitNames }: Known): FigureBinding[] {
  const bottom = block.rows.at(-1)!;
  const named = sheet.cells.filter((c) => c.row > bottom && unitNames.has(c.text.trim()));
  const columns = block.headers.flatMap((h) => {
    const found = key(h.label);
    return found ? [{ header: h, found }] : [];
  });
  const free = (row: number, column: number) => {
    const cell = sheet.cells.find((c) => c.row === row && c.column === column);
    return !cell || (cell.formula === null && cell.text === '');
  };
  return named.flatMap(({ row, column: at }) =>
    columns
      .filter(({ header }) => free(row, header.column))
      .map(({ header, found }) => ({
        kind: 'figure' as const,
        sheet: sheet.name,
        cell: cellName(header.column, row),
        key: found,
        part: 'value' as const,
        scope: { kind: 'row' as const, column: columnName(at) },
        ...spanOf(header.label),
        amountUnit: header.unit?.amountUnit ?? unit,
        decimals: cards[found].decimals,
      })),
  );
}

function listBinding(sheet: DrawnSheet, block: HeaderBlock, unit: AmountUnit, { fields }: Known): ListBinding[] {
  const first = block.rows.at(-1)! + 1;
  const columns = block.headers.flatMap((h) => {
    const formula = sheet.cells.some((c) => c.row === first && c.column === h.column && c.formula !== null);
    const field = formula ? null : fieldOf(h, fields);
    return field ? [{ column: columnName(h.column), field, amountUnit: h.unit?.amountUnit ?? unit, decimals: 2 }] : [];
  });
  const isList = columns.some((c) => c.field === 'name') && columns.length >= 3;
  if (!isList) return [];
  return [
    {
      kind: 'list',
      sheet: sheet.name,
      cell: `${columns[0]!.column}${first}`,
      lastRow: lastDrawn(sheet, first),
      source: 'projects',
      columns,
      filter: { signed: 'true', side: 'none' },
      period: 'any',
    },
  ];
}
function fieldOf({ label }: Header, fields: readonly Field[]): string | null {
  const names = [label, label.split('/').at(-1)!].map(bareHeader);
  if (names.includes('序号')) return 'no';
  const means = (f: Field, name: string) => [f.zh, ...f.aliases].some((word) => normaliseHeader(word) === name);
  return names.map((name) => fields.find((f) => means(f, name))?.field).find((found) => found !== undefined) ?? null;
}
/** Rows below the header that hold no words: drawn to be filled in. */
function lastDrawn({ cells }: DrawnSheet, first: number): number {
  let last = first;
  const drawn = (row: number) => cells.some((c) => c.row === row) && cells.every((c) => c.row !== row || c.text === '');
  while (drawn(last + 1)) last += 1;
  return last;
}

const textWords: readonly (readonly [RegExp, TextBinding['text'], boolean])[] = [
  [/^填报单位[^:：]*[:：]\s*$/, 'unit', true],
  [/填报(日期|时间)[:：]\s*$/, 'filled_on', true],
  [/^(填报|制表|填表)人[:：]\s*$/, 'preparer', true],
  [/^截[至止][\s\u3000]*(年|\d{4}年)?[\s\u3000]*月?[\s\u3000]*底?$/, 'as_of', false],
];
function textBindings({ name, cells }: DrawnSheet): TextBinding[] {
  return cells.flatMap((c) => {
    const found = c.formula === null ? textWords.find(([words]) => words.test(c.text.trim())) : undefined;
    if (!found) return [];
    const [, text, keepsWords] = found;
    return [{ kind: 'text' as const, sheet: name, cell: c.cell, text, before: keepsWords ? c.text.trim().slice(0, 200) : '', after: '' }];
  });
}
