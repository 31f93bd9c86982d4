import { pinyin } from 'pinyin-pro';

/** The first letters of a text by which people search: 静川镁业2期 → "jcmy2q". Letters and digits only. */
export const initialsOf = (text: string): string =>
  pinyin(text, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'consecutive' })
    .join('')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
