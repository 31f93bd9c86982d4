import { plain, widthInCharacters } from './text.ts';

/** 2号 (22 pt) characters in a line of title: 156 mm hold 20; one either side stays free. */
const fullLine = 18;
/** Longer titles than four lines are set as they run. */
const mostLines = 4;

/** How far each line is from the mean, in characters: 梯形 either way up, and 菱形. */
const shapes: Record<number, readonly (readonly number[])[]> = {
  2: [
    [1, -1],
    [-1, 1],
  ],
  3: [
    [-2, 4, -2],
    [-2, 0, 2],
    [2, 0, -2],
  ],
  4: [
    [-2, 2, 2, -2],
    [-3, -1, 1, 3],
    [3, 1, -1, -3],
  ],
};

const joinsBefore = /^[\p{Pe}\p{Pf}、，。；：？！”’的及和与]/u;
const joinsAfter = /[\p{Ps}\p{Pi}“‘第]$/u;
const countedBy = /^(年|月|日|号|期|季度|季|个|项|亿元|万元|元|％|%)/;
/** Words of official titles that a general dictionary takes apart. */
const terms =
  /招商引资|招商局|固定资产|全生命周期|高质量|营商环境|产业链|投资促进|开发区|产业园|工业园|物流园|签约|开工|投产|竣工|到位|落地|征求意见|实施方案|管理办法|一览表/g;

/** The title in lines that keep words whole and stand as a trapezium or a lozenge (GB/T 9704 §7.3.1). A line break in the title is kept as its author's. */
export function titleLines(title: string): string[] {
  const given = title
    .split(/[\r\n]+/)
    .map((t) => plain(t).trim())
    .filter((t) => t !== '');
  if (given.length !== 1) return given.length > 1 ? given : [''];
  const text = given[0]!;
  const width = widthInCharacters(text);
  const count = Math.ceil(width / fullLine);
  if (count === 1 || count > mostLines) return [text];
  return best(units(text), count, width / count) ?? [text];
}

/** The pieces no line may break: words, terms, brackets and what they touch, numbers with what they count. */
function units(text: string): string[] {
  const within = new Set([...text.matchAll(terms)].flatMap((m) => Array.from({ length: m[0].length - 1 }, (_, i) => m.index + i + 1)));
  const result: string[] = [];
  for (const { segment, index } of new Intl.Segmenter('zh-CN', { granularity: 'word' }).segment(text)) {
    const last = result.at(-1);
    if (last !== undefined && (within.has(index) || holdTogether(last, segment))) result[result.length - 1] = last + segment;
    else result.push(segment);
  }
  return result;
}

const holdTogether = (last: string, next: string) =>
  joinsBefore.test(next) || joinsAfter.test(last) || (/\d$/.test(last) && (countedBy.test(next) || /^[\d.]/.test(next)));

type Split = Readonly<{ lines: readonly string[]; cost: number }>;

function best(pieces: readonly string[], count: number, mean: number): string[] | null {
  const found = shapes[count]!.flatMap(
    (shape) =>
      fill(
        pieces,
        shape.map((d) => mean + d),
      ) ?? [],
  );
  found.sort((a, b) => a.cost - b.cost);
  return found[0] ? [...found[0].lines] : null;
}

/** The split of the pieces into as many lines as there are wanted widths that comes closest to them; none when a line would be too long. */
function fill(pieces: readonly string[], wanted: readonly number[]): Split | null {
  if (wanted.length === 0) return pieces.length === 0 ? { lines: [], cost: 0 } : null;
  let chosen: Split | null = null;
  for (let n = 1; n <= pieces.length - wanted.length + 1; n += 1) {
    const line = pieces.slice(0, n).join('');
    const width = widthInCharacters(line);
    if (width > fullLine + 1.5) break;
    const rest = fill(pieces.slice(n), wanted.slice(1));
    const cost = (width - wanted[0]!) ** 2 + (rest?.cost ?? 0);
    if (rest && (chosen === null || cost < chosen.cost)) chosen = { lines: [line, ...rest.lines], cost };
  }
  return chosen;
}
