import * as z from 'zod';
import { figureKeys } from '../../figures/domain/card.ts';

/** The places of a paper where people write their own words. A slot that is empty prints nothing. */
export const slots = ['recipient', 'intro', 'overall', 'units', 'projects', 'funds', 'shortcomings', 'next', 'signer'] as const;
export type Slot = (typeof slots)[number];
export const Texts = z.record(z.enum(slots), z.string());
export type Texts = z.output<typeof Texts>;

const Ratio = z.object({ numerator: z.int(), denominator: z.int(), /** What both are counted in. */ unit: z.enum(['fen', 'count']) });

/** One number of a paper: what it says, and exactly what it is and where it comes from. */
export const Cited = z.object({
  ref: z.string(),
  /** The figure whose rows it opens; null for what is no figure: units without an entry, the total of one project. */
  figure: z.enum(figureKeys).nullable(),
  name: z.string(),
  text: z.string(),
  kind: z.enum(['count', 'amount', 'rate', 'growth']),
  /** A count or fen; null for a rate or a growth. */
  value: z.int().nullable(),
  percent: z.string().nullable(),
  ratio: Ratio.nullable(),
  from: z.string().nullable(),
  through: z.string(),
  version: z.string().nullable(),
  /** How many rows it is made of. */
  rows: z.int().nullable(),
  /** The part of the figure that it is, where it is not the whole. */
  dimension: z.enum(['unit', 'industry']).nullable(),
  bucket: z.string().nullable(),
  projectId: z.string().nullable(),
  /** Which lines of the paper it counts, by their place among them, where it counts lines and not the ledger. */
  lines: z.array(z.int()).optional(),
});
export type Cited = z.output<typeof Cited>;

/** A piece of text; one with a `ref` is the number of that reference. */
export const Run = z.union([z.string(), z.object({ text: z.string(), ref: z.string() })]);
export type Run = z.output<typeof Run>;
export const Runs = z.array(Run);
export type Runs = z.output<typeof Runs>;

export const Block = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), level: z.union([z.literal(1), z.literal(2)]), text: z.string() }),
  z.object({ kind: z.literal('paragraph'), runs: Runs }),
  z.object({
    kind: z.literal('table'),
    caption: z.string(),
    unit: z.string(),
    columns: z.array(z.object({ title: z.string(), align: z.enum(['left', 'center', 'right']), width: z.number() })),
    rows: z.array(z.object({ cells: z.array(Runs), isTotal: z.boolean() })),
    note: z.string().nullable(),
  }),
  z.object({ kind: z.literal('slot'), slot: z.enum(slots) }),
]);
export type Block = z.output<typeof Block>;
export type Table = Extract<Block, { kind: 'table' }>;

/** What a paper counts, as it tells it: what a unit was asked by a task, or the light of a project. */
export const Line = z.object({
  opens: z.object({ kind: z.enum(['task', 'light']), id: z.string() }),
  no: z.string(),
  title: z.string(),
  unitName: z.string(),
  dueOn: z.string().nullable(),
  stands: z.string(),
});
export type Line = z.output<typeof Line>;

/** The generated part of a paper, frozen when it is made. */
export const Content = z.object({
  title: z.string(),
  blocks: z.array(Block),
  numbers: z.array(Cited),
  /** Whatever numbers are counted from that are of no figure. */
  lines: z.array(Line).optional(),
  attachment: z.string(),
  disclaimer: z.string(),
});
export type Content = z.output<typeof Content>;

/** Text with numbers in it: line`签约项目${run}个` keeps the runs as runs; a list of runs is laid in place, a falsy value leaves nothing. */
export function line(words: TemplateStringsArray, ...values: readonly (Run | Runs)[]): Runs {
  const parts = words.flatMap((word, i) => [word, ...(i < values.length ? [values[i]!].flat() : [])]);
  return parts.reduce<Runs>((runs, part) => {
    const last = runs.at(-1);
    if (typeof part === 'string' && typeof last === 'string') return [...runs.slice(0, -1), last + part];
    return part === '' ? runs : [...runs, part];
  }, []);
}

/** Lays runs one after another with a mark between them. */
export const joined = (parts: readonly Runs[], mark: string): Runs =>
  parts.reduce<Runs>((all, part, i) => (i === 0 ? part : line`${all}${mark}${part}`), []);

export const heading = (level: 1 | 2, text: string): Block => ({ kind: 'heading', level, text });
export const paragraph = (runs: Runs): Block => ({ kind: 'paragraph', runs });
export const slot = (name: Slot): Block => ({ kind: 'slot', slot: name });
export const plainText = (runs: Runs) => runs.map((run) => (typeof run === 'string' ? run : run.text)).join('');

/** Where a number stands: the heading it stands under and the sentence or row, in reading order. */
export type Place = Readonly<{ cited: Cited; place: string; sentence: string }>;
export function placesOf({ blocks, numbers }: Pick<Content, 'blocks' | 'numbers'>): Place[] {
  const byRef = new Map(numbers.map((n) => [n.ref, n]));
  const places: Place[] = [];
  let section = '';
  let part = '';
  const note = (runs: Runs, place: string, sentence: (at: number) => string) =>
    runs.forEach((run, i) => {
      if (typeof run !== 'string') places.push({ cited: byRef.get(run.ref)!, place, sentence: sentence(i) });
    });
  for (const block of blocks) {
    if (block.kind === 'heading') [section, part] = block.level === 1 ? [block.text, ''] : [section, block.text];
    const place = part ? `${section}·${part}` : section;
    if (block.kind === 'paragraph') note(block.runs, place, (i) => sentenceAt(block.runs, i));
    if (block.kind === 'table') {
      for (const row of block.rows) {
        const name = row.cells.map(plainText).find((text) => /\p{L}/u.test(text)) ?? '';
        row.cells.forEach((cell, i) => note(cell, `${place}·${block.caption}`, () => `${name}·${block.columns[i]!.title}`));
      }
    }
  }
  return places;
}

/** The sentence around a run, between full stops. */
function sentenceAt(runs: Runs, at: number): string {
  const before = plainText(runs.slice(0, at));
  const whole = plainText(runs);
  const from = before.lastIndexOf('。') + 1;
  const to = whole.indexOf('。', before.length);
  return whole.slice(from, to < 0 ? undefined : to + 1);
}
