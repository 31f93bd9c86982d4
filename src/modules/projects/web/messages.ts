import * as acts from './act-words.ts';
import * as dates from './date-words.ts';
import * as fields from './field-words.ts';
import * as form from './form-words.ts';
import * as gate from './gate-words.ts';
import * as page from './page-words.ts';
import * as refusals from './refusal-words.ts';

export const zh = { ...acts.zh, ...dates.zh, ...fields.zh, ...form.zh, ...gate.zh, ...page.zh, ...refusals.zh };
export const en: typeof zh = { ...acts.en, ...dates.en, ...fields.en, ...form.en, ...gate.en, ...page.en, ...refusals.en };
