import { type Block as DocxBlock, officialDocument } from '../../platform/docx/official-document.ts';
import { type Block, type Content, type Runs, type Slot, type Texts } from './domain/content.ts';

type Written = Readonly<{ content: Content; blocks: Texts; madeOn: string; preparer: string }>;

/** Numbers carry their reference, which becomes the bookmark that the annex names. */
const words = (runs: Runs) => runs.map((run) => (typeof run === 'string' ? run : { text: run.text, figureKey: run.ref }));

/** People's own words, a paragraph a line. */
const paragraphsOf = (text: string) =>
  text
    .split(/\r\n|[\n\r]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

function docxBlocks(block: Block, texts: Texts): DocxBlock[] {
  switch (block.kind) {
    case 'slot':
      return paragraphsOf(texts[block.slot]).map((text) => ({ kind: 'paragraph', text }));
    case 'heading':
      return [block];
    case 'paragraph':
      return [{ kind: 'paragraph', text: words(block.runs) }];
    case 'table':
      return [
        {
          kind: 'table',
          caption: block.caption,
          unit: block.unit,
          columns: block.columns,
          rows: block.rows.map(({ cells, isTotal }) => ({ isTotal, cells: cells.map(words) })),
          note: block.note ?? undefined,
        },
      ];
  }
}

/** The paper as a Word file in the layout of GB/T 9704, from what was frozen and what people wrote. */
export function paperDocument({ content, blocks, madeOn, preparer }: Written): Promise<Buffer> {
  const own = (slot: Slot) => blocks[slot].trim() || undefined;
  return officialDocument({
    title: content.title,
    recipient: own('recipient'),
    blocks: content.blocks.flatMap((block) => docxBlocks(block, blocks)),
    attachments: [content.attachment],
    signer: own('signer'),
    date: madeOn,
    preparedBy: { preparer },
    disclaimer: content.disclaimer,
  });
}
