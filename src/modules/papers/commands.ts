import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { eq, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { dayOf, type Month, monthOf } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import type { FileStore } from '../../platform/files.ts';
import { type SheetSpec, sheetStream } from '../../platform/sheet/writer.ts';
import { closingOf } from '../funds/month-queries.ts';
import { operatorId, peopleOf } from '../identity/queries.ts';
import { paperDocument } from './document.ts';
import { type Content, slots, type Texts } from './domain/content.ts';
import type { PaperKind } from './domain/kind.ts';
import { lightNotice, lightTexts } from './domain/light-notice.ts';
import { defaultTexts, monthlyAnalysis } from './domain/monthly-analysis.ts';
import { supervisionNotice, supervisionTexts } from './domain/supervision-notice.ts';
import { gather, type PaperUnit } from './gather-queries.ts';
import { gatherLights } from './light-queries.ts';
import { lightSheets } from './light-sheet.ts';
import { check } from './policy.ts';
import { allTexts, latestTexts, type PaperRow, paperUnit, readablePaper, signerOf } from './queries.ts';
import { annexSheets } from './sheet.ts';
import { gatherSupervision } from './supervision-queries.ts';
import { supervisionSheets } from './supervision-sheet.ts';
import { paper } from './tables.ts';

/** Keeps a file we made and answers with its name in the store. It is kept before its row is committed: a file without a row is only space. */
async function keep(files: FileStore, content: Buffer): Promise<string> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const folder = await mkdtemp(join(tmpdir(), 'zhuchao-paper-'));
  try {
    const path = join(folder, sha256);
    await writeFile(path, content, { mode: 0o600 });
    await files.put(path, sha256);
    return sha256;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Who fills the paper in; the command line is no person. */
const preparerOf = async (tx: Tx, id: string) => (id === operatorId ? '' : ((await peopleOf(tx, [id])).get(id)?.name ?? ''));

type Making = {
  kind?: PaperKind;
  month: Month;
  unitId?: string | undefined;
  /** Of a closed month: as of its closing, which is usual, or as the ledger is now. */ asOf?: 'closing' | 'now';
  /** The first month that a circular of supervision tells of: January when not said. */ from?: Month | undefined;
};
type Written = Readonly<{
  figures: PaperRow['figures'];
  content: Content;
  sheets: SheetSpec[];
  /** What people begin with. */ texts: (signer: string) => Partial<Texts>;
  closing: { id: string } | null;
}>;
type About = Readonly<{ month: Month; from: Month; unit: PaperUnit; asOf: 'closing' | 'now' }>;

/** How a paper of each kind is gathered and written. */
const writing: Readonly<Record<PaperKind, (tx: Tx, about: About, context: Now) => Promise<Written>>> = {
  monthly_analysis: async (tx, { month, unit, asOf }, { actor, now }) => {
    const closing = asOf === 'closing' ? await closingOf(tx, month) : null;
    const { figures, rows } = await gather(tx, { month, unit, closing }, actor, now);
    const content = monthlyAnalysis(figures);
    return { figures, content, sheets: annexSheets({ content, figures, rows }), texts: defaultTexts, closing };
  },
  light_notice: async (tx, about, { actor, now }) => {
    const figures = await gatherLights(tx, about, actor, now);
    const content = lightNotice(figures);
    return { figures, content, sheets: lightSheets(figures, content), texts: lightTexts, closing: null };
  },
  supervision_notice: async (tx, about, { actor, now }) => {
    const figures = await gatherSupervision(tx, about, actor, now);
    const content = supervisionNotice(figures);
    return { figures, content, sheets: supervisionSheets(figures, content), texts: supervisionTexts, closing: null };
  },
};

/**
 * Makes a paper of a month and unit, the monthly analysis (月分析), the notice of lights (亮灯通报) or the circular of supervision (督办通报): .docx and .xlsx annex, kept with what
 * they were written from. The analysis of a closed month is told as of its closing, so that it reads the same whenever it is made; any
 * other from the figures of now. Makings before it are kept, and the words that people wrote into the latest are taken over.
 * Refuses: unit.unknown, paper.may_not_make, paper.month_to_come, paper.month_not_over, paper.no_lights, paper.period_span, paper.no_supervision.
 */
export const makePaper = (files: FileStore) =>
  command(
    'paper.make',
    async (tx, { kind = 'monthly_analysis', month, unitId, asOf = 'closing', from = `${month.slice(0, 4)}-01` }: Making, context) => {
      // All numbers of a paper are of one moment, however many questions they take.
      await tx.execute(sql`set transaction isolation level repeatable read`);
      const { actor, now } = context;
      const unit = await paperUnit(tx, unitId, actor);
      settle(check('make', actor, { kind, unitId: unit.id, status: 'draft' }));
      const today = dayOf(now);
      if (month > monthOf(today)!) throw refuse('invalid', 'paper.month_to_come', { field: 'month', month });
      const { figures, content, sheets, texts, closing } = await writing[kind](tx, { month, from, unit, asOf }, context);
      const fromMonth = kind === 'supervision_notice' ? from : null;
      const about = { kind, month, fromMonth, unitId: unit.id };
      const blocks = (await latestTexts(tx, about)) ?? allTexts(texts(await signerOf(tx, unit, actor)));
      const docx = await paperDocument({ content, blocks, madeOn: today, preparer: await preparerOf(tx, actor.id) });
      const xlsx = await buffer(sheetStream(sheets));
      const row = {
        id: v7(),
        ...about,
        title: content.title,
        status: 'draft' as const,
        blocks,
        figures,
        content,
        asOf: now,
        docxSha256: await keep(files, docx),
        xlsxSha256: await keep(files, xlsx),
        createdAt: now,
        createdBy: actor.id,
      };
      await tx.insert(paper).values(row);
      const { docxSha256, xlsxSha256, title } = row;
      const after = { ...about, title, docxSha256, xlsxSha256, ...(closing && { closing: closing.id }) };
      return { result: { id: row.id }, trace: { subject: 'paper', subjectId: row.id, after } };
    },
  );

/** The row an act works on, locked; refuses an unknown paper, who may not, and a screen that showed an older version. */
async function lockedPaper(
  tx: Tx,
  act: 'edit' | 'issue',
  { id, version }: { id: string; version: number },
  { actor }: Now,
): Promise<PaperRow> {
  const row = await readablePaper(tx, id, actor, true);
  settle(check(act, actor, row));
  if (row.version !== version) throw refuse('conflict', 'paper.changed_meanwhile', { version: row.version });
  return row;
}

type Edit = { id: string; version: number; blocks: Partial<Texts> };

/** Writes people's own words into a draft and sets its Word file anew; the numbers stay. Refuses: paper.already_issued, paper.changed_meanwhile. */
export const editBlocks = (files: FileStore) =>
  command('paper.edit', async (tx, input: Edit, context) => {
    const row = await lockedPaper(tx, 'edit', input, context);
    const before = allTexts(row.blocks);
    const changed = slots.filter((slot) => input.blocks[slot] !== undefined && input.blocks[slot] !== before[slot]);
    if (changed.length === 0) return { result: { version: row.version }, trace: [] };
    const blocks = { ...before, ...Object.fromEntries(changed.map((slot) => [slot, input.blocks[slot]])) };
    const preparer = await preparerOf(tx, row.createdBy);
    const docx = await paperDocument({ content: row.content, blocks, madeOn: dayOf(row.createdAt), preparer });
    const version = row.version + 1;
    await tx
      .update(paper)
      .set({ blocks, version, docxSha256: await keep(files, docx) })
      .where(eq(paper.id, row.id));
    const only = (texts: Texts) => Object.fromEntries(changed.map((slot) => [slot, texts[slot]]));
    return { result: { version }, trace: { subject: 'paper', subjectId: row.id, before: only(before), after: only(blocks) } };
  });

/** Issues a draft (印发): from then on nothing of it changes. Refuses: paper.already_issued, paper.changed_meanwhile. */
export const issuePaper = command('paper.issue', async (tx, input: { id: string; version: number }, context) => {
  const row = await lockedPaper(tx, 'issue', input, context);
  const version = row.version + 1;
  await tx.update(paper).set({ status: 'issued', version, issuedAt: context.now, issuedBy: context.actor.id }).where(eq(paper.id, row.id));
  const after = { status: 'issued', docxSha256: row.docxSha256, xlsxSha256: row.xlsxSha256 };
  return { result: { version }, trace: { subject: 'paper', subjectId: row.id, before: { status: row.status }, after } };
});
