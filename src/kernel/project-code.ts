import { type Day, monthOf } from './day.ts';
import { toHalfWidth } from './number.ts';
import { type Refusal, refuse } from './refusal.ts';

/**
 * A national investment project code. `form` is 'gb' for GB/T 40058-2021 (YYMM-RRRRRR-DD-TT-NNNNNC) and
 * 'old' for the codes given before it (YYYY-RRRRRR-II-TT-NNNNNN). `text` is with hyphens, as it is kept.
 */
export type ProjectCode = Readonly<{
  form: 'gb' | 'old';
  text: string;
  /** 'YYYY-MM' or, for old codes, 'YYYY'. */ given: string;
  region: string;
}>;

/** The rules behind GB/T 40058 began in November 2020; the platform that gave the old codes began in 2013. */
const firstMonth = '2020-11';
const oldYears = { first: '2013', last: '2022' };
// The first two digits of GB/T 2260 codes, 66 for the Xinjiang corps and 00 for projects of the centre.
const provinces = /^(00|1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-6]|71|8[12])/;

/**
 * Reads a national project code with or without hyphens. Only shape, region and time are checked: the check character's
 * formula is not public, and only the central platform may give codes. Refuses: project_code.shape, .time, .region.
 */
export function readProjectCode(text: string, today: Day): ProjectCode | Refusal {
  const plain = toHalfWidth(text)
    .replace(/[\s\-－—–]/g, '')
    .toUpperCase();
  const parts = /^(\d{4})(\d{6})(\d{2})(\d{2})([0-9A-Z]{6})$/.exec(plain);
  if (!parts) return refuse('invalid', 'project_code.shape', { found: text, expected: 'YYMM-RRRRRR-DD-TT-NNNNNC' });
  const [, time = '', region = '', second, type, serial = ''] = parts;
  if (!provinces.test(region)) return refuse('invalid', 'project_code.region', { found: region });
  const code = { text: [time, region, second, type, serial].join('-'), region };
  const month = `20${time.slice(0, 2)}-${time.slice(2)}`;
  if (/-(0[1-9]|1[0-2])$/.test(month) && month >= firstMonth && month <= monthOf(today)!) return { form: 'gb', given: month, ...code };
  if (time >= oldYears.first && time <= oldYears.last && /^\d+$/.test(serial)) return { form: 'old', given: time, ...code };
  return refuse('invalid', 'project_code.time', { found: time });
}
