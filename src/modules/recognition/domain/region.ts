import type { Region } from './rule.ts';

type Place = Readonly<{ code: string; name: string }>;
const foreignWords = /境外|国外|海外|香港|澳门|台湾|美国|日本|韩国|新加坡|德国|英国|法国/;
const ending = /(特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|地区|盟|省|市|区|县)$/;
const short = (name: string) => (name.length > 2 ? name.replace(ending, '') : name);

/** The division that a region in words names: the longest name that it begins with or holds, province first. Null when none. */
export function divisionInWords(words: string | null, places: readonly Place[]): string | null {
  if (!words) return null;
  if (foreignWords.test(words)) return abroad;
  const hits = places.filter(({ name }) => words.includes(short(name)));
  return hits.toSorted((a, b) => depth(b) - depth(a) || short(b.name).length - short(a.name).length)[0]?.code ?? null;
}
/** Not a division of the mainland: 香港, 澳门, 台湾 count as 境外, as do other countries. */
export const abroad = '000000';
const depth = ({ code }: Place) => (code.endsWith('0000') ? 1 : code.endsWith('00') ? 2 : 3);

/** How far a payer's division is from home. Null when the home is not known, or the code is too coarse to tell. */
export function regionOf(code: string | null, home: string | null): Region | null {
  if (!code) return null;
  if (code === abroad || /^(71|81|82)/.test(code)) return 'abroad';
  if (!home) return null;
  if (code.slice(0, 2) !== home.slice(0, 2)) return 'outside_province';
  if (code.slice(2, 4) === '00') return null;
  if (code.slice(0, 4) !== home.slice(0, 4)) return 'outside_prefecture';
  if (code.slice(4, 6) === '00') return null;
  return code.slice(0, 6) === home ? 'local' : 'outside_county';
}
