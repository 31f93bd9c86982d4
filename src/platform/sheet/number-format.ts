/** What a cell's number format makes of a number: a date known to `day`, `month` or `year`, a time of day, a percentage, leading zeros. */
export type NumberFormat = Readonly<{ date: 'day' | 'month' | 'year' | 'time' | null; percent: boolean; digits: number }>;

export const plainFormat: NumberFormat = { date: null, percent: false, digits: 0 };

/**
 * Formats that have a number but no code in the file (ECMA-376 18.8.30); 27–36 and 50–58 as in Chinese Excel, where 57 is 2026年3月
 * and a cell typed as 2026年3月 therefore is a date known only to the month.
 */
const builtIn: Record<number, string> = {
  9: '0%',
  10: '0.00%',
  14: 'yyyy/m/d',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm',
  19: 'h:mm:ss',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'yyyy/m/d h:mm',
  27: 'yyyy"年"m"月"',
  28: 'm"月"d"日"',
  29: 'm"月"d"日"',
  30: 'm-d-yy',
  31: 'yyyy"年"m"月"d"日"',
  32: 'h"时"mm"分"',
  33: 'h"时"mm"分"ss"秒"',
  34: 'h"时"mm"分"',
  35: 'h"时"mm"分"ss"秒"',
  36: 'yyyy"年"m"月"',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0',
  50: 'yyyy"年"m"月"',
  51: 'm"月"d"日"',
  52: 'yyyy"年"m"月"',
  53: 'm"月"d"日"',
  54: 'm"月"d"日"',
  55: 'h"时"mm"分"',
  56: 'h"时"mm"分"ss"秒"',
  57: 'yyyy"年"m"月"',
  58: 'm"月"d"日"',
};

/** The built-in codes that a reader of legacy formats has to be told. */
export const chineseFormats = Object.entries(builtIn)
  .map(([id, code]) => [Number(id), code] as const)
  .filter(([id]) => id > 26 && id !== 45 && id !== 46 && id !== 47);

export const builtInFormat = (id: number): NumberFormat => (builtIn[id] ? formatOf(builtIn[id]) : plainFormat);

/** Reads a format code such as `yyyy"年"m"月"`, `0.00%` or `000000`. */
export function formatOf(code: string): NumberFormat {
  const first = code.replace(/"[^"]*"|\\.|_.|\*./g, '').split(';')[0]!;
  const bare = first.replace(/\[(?![hms]+\])[^\]]*\]/gi, '').replace(/general|am\/pm|a\/p/gi, '');
  const digits = /^0{2,15}$/.test(code) ? code.length : 0;
  return { date: dateOf(bare), percent: bare.includes('%'), digits };
}

function dateOf(bare: string): NumberFormat['date'] {
  if (/[0#?]/.test(bare.replace(/\.0+/g, ''))) return null;
  const [y, m, d, time] = [/[ye]/i, /m/i, /d/i, /[hs]/i].map((part) => part.test(bare)) as [boolean, boolean, boolean, boolean];
  if (time) return y || d ? 'day' : 'time';
  if (d) return 'day';
  if (y) return m ? 'month' : 'year';
  return m ? 'day' : null;
}
