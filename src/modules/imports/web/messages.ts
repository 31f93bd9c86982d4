import * as findings from './finding-words.ts';
import * as pages from './page-words.ts';
import * as refusals from './refusal-words.ts';
import * as results from './result-words.ts';

export const zh = { ...pages.zh, ...results.zh, ...refusals.zh, ...findings.zh };
export const en: typeof zh = { ...pages.en, ...results.en, ...refusals.en, ...findings.en };
