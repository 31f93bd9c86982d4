import { arrivalWords, investmentWords } from '../../modules/funds/domain/import-words.ts';
import { identityWords } from '../../modules/identity/domain/import-words.ts';
import { readingWords } from '../../modules/imports/domain/finding.ts';
import { importWords as milestoneWords } from '../../modules/milestones/domain/import-words.ts';
import { importWords as problemWords } from '../../modules/problems/domain/import-words.ts';
import { dateWords } from '../../modules/projects/domain/import-date-words.ts';
import { projectWords } from '../../modules/projects/domain/import-words.ts';

/** What an import may find in a row: the same words as in the list of refused rows, under 'finding.<code>'. */
const all = Object.entries({
  ...readingWords,
  ...identityWords,
  ...arrivalWords,
  ...investmentWords,
  ...projectWords,
  ...dateWords,
  ...milestoneWords,
  ...problemWords,
});
const spoken = (language: 'zh' | 'en'): Record<string, string> =>
  Object.fromEntries(all.map(([code, words]) => [`finding.${code}`, words[language]]));

export const zh = spoken('zh');
export const en = spoken('en');
