import {
  AlignmentType,
  BorderStyle,
  HeightRule,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlign,
  WidthType,
  type Paragraph,
} from 'docx';
import { textWidth } from './grid.ts';
import { exact, paragraph, sizes } from './styles.ts';
import { plain, textRuns, type Anchors, type Text } from './text.ts';

type TableColumn = Readonly<{
  title: string;
  /** Numbers stand right; text left unless said otherwise. */
  align?: 'left' | 'center' | 'right' | undefined;
  /** The column's share of the width: 2 is twice as wide as 1. */
  width: number;
}>;
type TableRowText = Readonly<{ cells: readonly Text[]; /** 合计 and 小计 rows are bold. */ isTotal?: boolean | undefined }>;
export type TableBlock = Readonly<{
  kind: 'table';
  caption: string;
  /** Printed above the table on the right, such as 单位：个、万元. */
  unit?: string | undefined;
  columns: readonly TableColumn[];
  rows: readonly TableRowText[];
  note?: string | undefined;
}>;

const mostColumnsOfLargerType = 6;
const rowsKeptTogether = 3;
const line = (size: number) => ({ style: BorderStyle.SINGLE, size, color: 'auto' });
const borders = { top: line(8), bottom: line(8), left: line(8), right: line(8), insideHorizontal: line(4), insideVertical: line(4) };
const alignments = { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT };

/** Shares of the text width in twips that add up to it. */
function columnWidths(columns: readonly TableColumn[]): number[] {
  const total = columns.reduce((sum, c) => sum + c.width, 0);
  let used = 0;
  let share = 0;
  return columns.map((c) => {
    share += c.width;
    const width = Math.round((textWidth * share) / total) - used;
    used += width;
    return width;
  });
}

/** A table under its numbered caption, as wide as the text; its header is repeated on every page and no row is torn apart. */
export function tableBlock(block: TableBlock, number: number, anchors: Anchors, pageBreakBefore: boolean): (Paragraph | Table)[] {
  const widths = columnWidths(block.columns);
  const look = { size: (block.columns.length > mostColumnsOfLargerType ? sizes.五号 : sizes.小四) * 2 };
  const row = (cells: readonly Paragraph[], height: number, tableHeader: boolean) =>
    new TableRow({
      tableHeader,
      cantSplit: true,
      height: { value: height, rule: HeightRule.ATLEAST },
      children: cells.map(
        (p, i) => new TableCell({ children: [p], width: { size: widths[i]!, type: WidthType.DXA }, verticalAlign: VerticalAlign.CENTER }),
      ),
    });
  const head = block.columns.map((c) => paragraph('TableHead', textRuns(c.title, anchors, look), { keepNext: true }));
  // The last rows stay together, so that no 合计 opens a page alone.
  const keptFrom = block.rows.length - rowsKeptTogether;
  const body = block.rows.map((r, n) =>
    block.columns.map((c, i) =>
      paragraph('TableText', textRuns(r.cells[i] ?? '', anchors, r.isTotal ? { ...look, bold: true } : look), {
        alignment: alignments[c.align ?? 'left'],
        keepNext: n >= keptFrom && n < block.rows.length - 1,
      }),
    ),
  );
  return [
    paragraph('TableCaption', textRuns(`表${number}　${plain(block.caption)}`, anchors), { pageBreakBefore }),
    ...(block.unit ? [paragraph('TableNote', textRuns(block.unit, anchors), { alignment: AlignmentType.RIGHT, keepNext: true })] : []),
    new Table({
      width: { size: textWidth, type: WidthType.DXA },
      columnWidths: widths,
      layout: TableLayoutType.FIXED,
      alignment: AlignmentType.CENTER,
      borders,
      margins: { top: 20, bottom: 20, left: 80, right: 80 },
      rows: [row(head, 480, true), ...body.map((cells) => row(cells, 440, false))],
    }),
    paragraph('TableNote', textRuns(block.note ?? '', anchors), { spacing: exact(300, 40, 160) }),
  ];
}
