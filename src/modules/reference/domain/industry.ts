import { type Refusal, refuse } from '../../../kernel/refusal.ts';

/** 门类 (1), 大类 (2), 中类 (3), 小类 (4) of GB/T 4754. */
export type IndustryLevel = 1 | 2 | 3 | 4;

type Parent = Readonly<{ code: string; level: IndustryLevel; section: string }>;

/**
 * Where a row that a district adds belongs: a code extends its parent's by one digit, and a division (大类) takes two under its section.
 * Refuses: industry.code_shape, industry.no_level_below.
 */
export function placeBelow(parent: Parent, code: string): { level: IndustryLevel; section: string } | Refusal {
  if (parent.level === 4) return refuse('rule', 'industry.no_level_below', { parent: parent.code });
  const fits = parent.level === 1 ? /^\d{2}$/.test(code) : /^\d{3,4}$/.test(code) && code.slice(0, -1) === parent.code;
  if (!fits) return refuse('invalid', 'industry.code_shape', { found: code, parent: parent.code });
  return { level: (parent.level + 1) as IndustryLevel, section: parent.section };
}
