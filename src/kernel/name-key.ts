const companyForms = /股份有限公司|股份合作公司|有限责任公司|股份公司|有限公司|总公司|分公司|公司/g;
const latinForms = /\b(co|ltd|llc|lp|llp|inc|corp|corporation|company|limited|gmbh|plc|sa|ag)\b/g;
const separators = /[\s\p{P}\p{S}]/gu;

/**
 * One spelling for search: full width becomes half width, capitals small, blanks, brackets and signs go. Composed once more when they are
 * gone, as an accent may then stand beside another letter: the key of a key, and of a part of it, is itself.
 */
export const searchKey = (text: string) => text.normalize('NFKC').toLowerCase().replace(separators, '').normalize('NFKC');

/** The name by which look-alikes meet: as `searchKey`, and 有限公司, 有限责任公司, Co., Ltd. … go as well. Empty when nothing else was there. */
export function nameKey(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase();
  return plain.replace(latinForms, '').replace(separators, '').replace(companyForms, '');
}

/** Every two neighbouring characters of the texts: the index by which any part of a name is found, also two characters of Chinese. */
export function bigrams(texts: readonly string[]): string[] {
  const found = new Set<string>();
  for (const text of texts) {
    const characters = [...searchKey(text)];
    for (let i = 0; i + 1 < characters.length; i++) found.add(characters[i]! + characters[i + 1]!);
  }
  return [...found];
}
