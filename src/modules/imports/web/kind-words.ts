import { minorText } from '../../../kernel/currency.ts';
import { grouped } from '../../../kernel/money.ts';
import type { Language, Text } from '../../../web/text.ts';
import type { ImportFieldView, ImportKindView } from '../domain/import-view.ts';

type Value = string | number | boolean;
/** A kind as its reader calls things: names of fields, and their values as words. */
export type KindWords = Readonly<{
  key: string;
  name: string;
  fields: readonly ImportFieldView[];
  field: (key: string) => ImportFieldView | undefined;
  nameOf: (key: string) => string;
  valueOf: (key: string, value: Value | null, currency: string) => string;
  /** The choices of a field by their names; null when it has none. */
  choicesOf: (key: string) => string | null;
}>;

export function kindWords(kind: ImportKindView, language: Language, t: Text): KindWords {
  const byKey = new Map(kind.fields.map((f) => [f.key, f]));
  const field = (key: string) => byKey.get(key);
  const choicesOf = (key: string) =>
    field(key)
      ?.choices?.map((c) => choiceText(field(key), c.value, language))
      .join(t('shell.comma')) ?? null;
  return {
    key: kind.key,
    name: kind[language],
    fields: kind.fields,
    choicesOf,
    field,
    nameOf: (key) => field(key)?.[language] ?? key,
    valueOf: (key, value, currency) => (value === null ? t('kit.none') : valueText(field(key), value, currency, language, t)),
  };
}

function valueText(field: ImportFieldView | undefined, value: Value, currency: string, language: Language, t: Text): string {
  if (typeof value === 'boolean') return t(value ? 'imports.yes' : 'imports.no');
  if (field?.type === 'amount') return moneyText(minorText(Number(value), currency), currency, t);
  return choiceText(field, String(value), language);
}

/** '1234.50' USD → 'USD 1,234.50'; CNY is counted in 元. */
export const moneyText = (amount: string, currency: string, t: Text) =>
  currency === 'CNY' ? `${grouped(amount)} ${t('amount.元')}` : `${currency} ${grouped(amount)}`;

const isEnglish = (name: string) => /^[\x20-\x7e]+$/.test(name);
/** A choice by its first name; in English by its first English one, if it has any. */
export function choiceText(field: ImportFieldView | undefined, value: string, language: Language): string {
  const names = field?.choices?.find((c) => c.value === value)?.names ?? [];
  return (language === 'en' ? names.find(isEnglish) : undefined) ?? names[0] ?? value;
}
