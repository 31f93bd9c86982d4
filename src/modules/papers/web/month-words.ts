import type { Text } from '../../../web/text.ts';

/** 2026-10 → 2026年10月 */
export function monthWords(t: Text, month: string): string {
  const [year, number] = month.split('-').map(Number);
  return t('papers.month', { year, month: number });
}
