import * as account from './account-words.ts';
import * as acts from './act-words.ts';
import * as audit from './audit-words.ts';
import * as refusals from './office-refusals.ts';
import * as office from './office-words.ts';
import * as signIn from './sign-in-words.ts';

export const zh = { ...signIn.zh, ...account.zh, ...office.zh, ...refusals.zh, ...audit.zh, ...acts.zh };
export const en: typeof zh = { ...signIn.en, ...account.en, ...office.en, ...refusals.en, ...audit.en, ...acts.en };
