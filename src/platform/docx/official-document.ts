import {
  AlignmentType,
  Document,
  DocumentGridType,
  Footer,
  Packer,
  PageNumber,
  PageOrientation,
  TextRun,
  type Paragraph,
  type Table,
} from 'docx';
import { type PartialDate } from '../../kernel/day.ts';
import { attachmentList, remark, signature, signOff, type PreparedBy } from './closing.ts';
import { charSpace, linePitch, page } from './grid.ts';
import { headingCounter, type HeadingLevel } from './heading.ts';
import { baseStyle, blankLine, fontTable, paragraph, sizes, styles } from './styles.ts';
import { tableBlock, type TableBlock } from './table.ts';
import { plain, textRuns, type Anchors, type Text } from './text.ts';
import { titleLines } from './title.ts';

type HeadingBlock = Readonly<{ kind: 'heading'; level: HeadingLevel; /** without its number */ text: Text }>;
type ParagraphBlock = Readonly<{ kind: 'paragraph'; text: Text }>;
/** What follows begins a page. */
type PageBreakBlock = Readonly<{ kind: 'pageBreak' }>;
export type Block = HeadingBlock | ParagraphBlock | TableBlock | PageBreakBlock;

export type OfficialDocument = Readonly<{
  title: string;
  /** The year's brackets become 〔〕 whatever they were. */
  documentNumber?: string | undefined;
  /** 主送机关, without its colon. */
  recipient?: string | undefined;
  blocks: readonly Block[];
  attachments?: readonly string[] | undefined;
  signer?: string | undefined;
  date?: PartialDate | undefined;
  /** With it the signer's line names the place of the seal. */
  preparedBy?: PreparedBy | undefined;
  /** Such as 管理数据，非统计数据; printed as 附注. */
  disclaimer?: string | undefined;
}>;

/** 〔2026〕: GB/T 9704 §7.2.5 wants the year in full within 六角括号. */
export const withYearBrackets = (number: string) => plain(number).replace(/[[(（【［〔﹝](\d{4})[\])）】］〕﹞]/g, '〔$1〕');

/** A draft in the layout of GB/T 9704-2012 as a .docx file: no 红头 and no seal, which are the office's own to set. */
export function officialDocument(doc: OfficialDocument): Promise<Buffer> {
  const file = new Document({
    title: plain(doc.title),
    creator: '筑巢',
    lastModifiedBy: '筑巢',
    styles,
    externalStyles: baseStyle,
    evenAndOddHeaderAndFooters: true,
    compatabilityModeVersion: 15,
    sections: [
      {
        properties: {
          page: {
            size: { width: page.width, height: page.height, orientation: PageOrientation.PORTRAIT },
            margin: { top: page.top, bottom: page.bottom, left: page.left, right: page.right, header: 850, footer: page.footer, gutter: 0 },
          },
          grid: { type: DocumentGridType.LINES_AND_CHARS, linePitch, charSpace },
        },
        footers: { default: pageNumber(AlignmentType.RIGHT), even: pageNumber(AlignmentType.LEFT) },
        children: [...opening(doc), ...body(doc.blocks), ...closing(doc)],
      },
    ],
  });
  return Packer.toBuffer(file, undefined, [fontTable]);
}

function opening(doc: OfficialDocument): Paragraph[] {
  const number = doc.documentNumber
    ? [paragraph('DocumentNumber', textRuns(withYearBrackets(doc.documentNumber), new Set())), blankLine(), blankLine()]
    : [];
  const recipient = doc.recipient ? [paragraph('Recipient', textRuns(`${plain(doc.recipient).replace(/[:：]$/, '')}：`, new Set()))] : [];
  return [...number, paragraph('Title', textRuns(titleLines(doc.title).join('\n'), new Set())), blankLine(), ...recipient];
}

function body(blocks: readonly Block[]): (Paragraph | Table)[] {
  const anchors: Anchors = new Set();
  const nextNumber = headingCounter();
  let tables = 0;
  let pageBreakBefore = false;
  const written = blocks.flatMap((block) => {
    const broken = pageBreakBefore;
    pageBreakBefore = block.kind === 'pageBreak';
    switch (block.kind) {
      case 'pageBreak':
        return [];
      case 'table':
        return tableBlock(block, (tables += 1), anchors, broken);
      case 'heading': {
        const runs = [...textRuns(nextNumber(block.level) + gapBefore(block.text), anchors), ...textRuns(block.text, anchors)];
        return [paragraph(`Heading${block.level}`, runs, { pageBreakBefore: broken })];
      }
      case 'paragraph':
        return [paragraph('BodyText', textRuns(block.text, anchors), { pageBreakBefore: broken })];
    }
  });
  return written;
}

/** Keeps 1.2026年 from being read as a decimal. */
function gapBefore(text: Text): string {
  const first = typeof text === 'string' ? text : text[0];
  return /^\d/.test(typeof first === 'string' ? first : (first?.text ?? '')) ? ' ' : '';
}

const closing = (doc: OfficialDocument): Paragraph[] => [
  ...attachmentList(doc.attachments ?? []),
  ...signature(doc.signer, doc.date, doc.preparedBy !== undefined),
  ...remark(doc.disclaimer),
  ...signOff(doc.preparedBy),
];

/** — 1 — in 4号 宋体, one character in from the outer edge (§7.5). */
function pageNumber(alignment: typeof AlignmentType.LEFT | typeof AlignmentType.RIGHT): Footer {
  const edge = { [alignment === AlignmentType.LEFT ? 'left' : 'right']: sizes.四号 * 20 };
  const run = new TextRun({ font: { hint: 'eastAsia' }, children: ['— ', PageNumber.CURRENT, ' —'] });
  return new Footer({ children: [paragraph('PageNumber', [run], { alignment, indent: edge })] });
}
