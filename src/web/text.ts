import { useCallback, useSyncExternalStore } from 'react';
import { spokenDates } from '../kernel/spoken-date.ts';
import * as refusals from './messages/refusals.ts';
import * as shell from './messages/shell.ts';
import type { Messages } from './room.ts';

export type Language = 'zh' | 'en';
export type Params = Readonly<Record<string, unknown>>;
export type Text = (key: string, params?: Params) => string;

const storageKey = 'zhuchao.language';
const all: Record<Language, Record<string, string>> = {
  zh: { ...shell.zh, ...refusals.zh },
  en: { ...shell.en, ...refusals.en },
};
const listeners = new Set<() => void>();
let current: Language = globalThis.localStorage?.getItem(storageKey) === 'en' ? 'en' : 'zh';

/** Adds a room's words; called once for every room before its pages are drawn. */
export function addMessages({ zh, en }: Readonly<{ zh: Messages; en: Messages }>) {
  Object.assign(all.zh, zh);
  Object.assign(all.en, en);
}

const htmlLang: Record<Language, string> = { zh: 'zh-CN', en: 'en' };

const tellBrowser = () => {
  if (globalThis.document) document.documentElement.lang = htmlLang[current];
};
tellBrowser();

export function setLanguage(language: Language) {
  current = language;
  localStorage.setItem(storageKey, language);
  tellBrowser();
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useLanguage = (): Language => useSyncExternalStore(subscribe, () => current);

/** The words of the reader's language: `const t = useText(); <h1>{t(key, { n: 3 })}</h1>`. */
export function useText(): Text {
  const language = useLanguage();
  return useCallback((key, params) => phrase(all[language], key, params), [language]);
}

/** Is there such a message? For words that exist only for some values, such as hints. */
export const hasMessage = (key: string) => key in all.zh;

/** Fills '{name}' with the parameter, a date as the language says it, and '{n:row|rows}' with the word that fits the count. A key without words is shown as it is. */
export function phrase(messages: Messages, key: string, params: Params = {}): string {
  const pattern = messages[key];
  if (pattern === undefined) return key;
  const said = spokenDates(params, messages);
  return pattern.replace(/\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g, (_, name: string, one?: string, many?: string) => {
    const value = said[name];
    if (one !== undefined) return Number(value) === 1 ? one : many!;
    return value === undefined || value === null ? '' : String(value);
  });
}

/** A sentence that begins with a word put into it still begins with a capital. */
export const begun = (sentence: string) => sentence.charAt(0).toUpperCase() + sentence.slice(1);
