import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Dictionary } from './domain/dictionary.ts';
import { type DivisionLevel, historyOf, rollUp } from './domain/division.ts';

const files = ['divisions', 'townships', 'industries', 'dictionaries'] as const;
/** The files that come with the product, each loaded into its own tables. */
export type ShippedName = (typeof files)[number];
export type Shipped = Readonly<{ name: ShippedName; contentHash: string; text: string }>;
type Lines = readonly (readonly string[])[];

/** Reads the product's own reference files; what their hashes say decides whether they are loaded. */
export const readShipped = (): Promise<Shipped[]> =>
  Promise.all(
    files.map(async (name) => {
      // A checkout with Windows line ends holds the same facts.
      const text = (await readFile(new URL(`data/${name}.tsv`, import.meta.url), 'utf8')).replaceAll('\r\n', '\n');
      return { name, contentHash: createHash('sha256').update(text).digest('hex'), text };
    }),
  );

/** The lines of a file, cut into their columns. */
export const linesOf = ({ text }: Shipped): Lines =>
  text
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => line.split('\t'));

const words = (text: string | undefined) => (text ? text.split(' ') : []);

/** Rows of `division`. */
export function divisionRows(lines: Lines) {
  const periods = lines.map(([code = '', name = '', level = '', first, last, parent, successors, ceded, spelling]) => ({
    code,
    name,
    level: level as DivisionLevel,
    firstYear: Number(first),
    lastYear: last ? Number(last) : null,
    parentCode: parent || null,
    successorCodes: words(successors),
    ceded: words(ceded),
    pinyin: words(spelling).join(''),
    initials: words(spelling)
      .map((s) => s[0])
      .join(''),
  }));
  const history = historyOf(periods);
  const nameOf = (code: string, year: number) => {
    const named = history.of(code);
    return (named.findLast((p) => p.firstYear <= year) ?? named[0])?.name ?? null;
  };
  return periods.map((p) => {
    const year = p.lastYear === null ? latestYear : p.lastYear - 1;
    const isUnderPrefecture = p.parentCode !== null && !p.parentCode.endsWith('0000');
    return {
      ...p,
      provinceName: nameOf(`${p.code.slice(0, 2)}0000`, year)!,
      prefectureName: p.level === 'prefecture' ? p.name : isUnderPrefecture ? nameOf(p.parentCode!, year) : null,
    };
  });
}

/** The year up to which the shipped history is known. */
export const latestYear = 2024;

/** Rows of `division_rollup`: where every code that ever was counts today. */
export function rollupRows(periods: ReturnType<typeof divisionRows>) {
  const history = historyOf(periods);
  return [...new Set(periods.map((p) => p.code))].map((code) => {
    const { currentCodes, county, prefecture, province } = rollUp(history, code, latestYear);
    return { code, currentCodes, countyCode: county, prefectureCode: prefecture, provinceCode: province };
  });
}

/** Rows of `township`: the file holds one line for each county. */
export const townshipRows = (lines: Lines) =>
  lines.flatMap(([countyCode = '', ...entries]) =>
    entries.map((entry) => {
      const [suffix = '', name = '', initials = ''] = entry.split(' ');
      return { code: countyCode + suffix, countyCode, name, initials };
    }),
  );

/** Rows of `industry`. */
export const industryRows = (lines: Lines) =>
  lines.map(([code = '', level, section = '', parent, name = '', initials = '']) => ({
    code,
    level: Number(level),
    section,
    parentCode: parent || null,
    name,
    initials,
  }));

/** Rows of `dictionary_entry`, in the order of the file. */
export const dictionaryRows = (lines: Lines) =>
  lines.map(([dictionary, code = '', nameZh = '', nameEn = ''], i) => ({
    dictionary: dictionary as Dictionary,
    code,
    nameZh,
    nameEn,
    orderNo: (i + 1) * 10,
  }));
