import type { ImportFieldView, SheetSuggestion } from '../domain/import-view.ts';
import { wordKey } from '../domain/read-plan.ts';
import type { ImportSetup } from '../domain/setup.ts';

export type Header = SheetSuggestion['headers'][number];

/** The setup with a column matched to a field, or to none. A field has one column: it moves here from where it was. */
export function withColumn(setup: ImportSetup, label: string, field: string | null): ImportSetup {
  const others = Object.entries(setup.columns).filter(([other, key]) => other !== label && key !== field);
  const columns = Object.fromEntries(field === null ? others : [...others, [label, field]]);
  const given = field === null ? setup : withoutBeside(setup, field);
  return { ...given, columns, ...(field === null && { fillDown: (setup.fillDown ?? []).filter((l) => l !== label) }) };
}

/** Without the composition of a field; a fixed value stays, since it fills what the column leaves blank. */
function withoutBeside(setup: ImportSetup, field: string): ImportSetup {
  return { ...setup, compose: without(setup.compose, field) };
}
export const without = <T>(record: Record<string, T> | undefined, key: string): Record<string, T> =>
  Object.fromEntries(Object.entries(record ?? {}).filter(([k]) => k !== key));

/** Fields that take their value from some column. */
export const fromColumns = (setup: ImportSetup): ReadonlySet<string> =>
  new Set([...Object.values(setup.columns), ...Object.keys(setup.compose ?? {})]);

/** Every field that gets a value somehow, in the order of the kind. */
export function plannedFields(setup: ImportSetup, fields: readonly ImportFieldView[]): ImportFieldView[] {
  const planned = new Set([...fromColumns(setup), ...Object.keys(setup.defaults ?? {})]);
  return fields.filter((f) => planned.has(f.key));
}

/** Required fields without a column, a composition or a fixed value. */
export function missingFields(setup: ImportSetup, fields: readonly ImportFieldView[]): ImportFieldView[] {
  const { defaults = {} } = setup;
  return fields.filter((f) => f.required && !fromColumns(setup).has(f.key) && !defaults[f.key]?.trim());
}

/** The setup as it is sent: what was begun and left empty is not said. */
export function whole(setup: ImportSetup): ImportSetup {
  const filled = (record: Record<string, string> | undefined) =>
    Object.fromEntries(Object.entries(record ?? {}).filter(([, v]) => v.trim() !== ''));
  const { rate, rateSource, rateOn, ...rest } = setup;
  return {
    ...rest,
    compose: filled(setup.compose),
    defaults: filled(setup.defaults),
    ...(rate && { rate }),
    ...(rateSource && { rateSource }),
    ...(rateOn && { rateOn }),
  };
}

export type Word = Readonly<{
  word: string;
  /** What it means by itself. */ known: string | null;
  /** What the person said it means. */ said: string | undefined;
}>;

/** The words of a column and what each of them means. A choice knows its own names; other fields take every word as it is. */
export function wordsOf(field: ImportFieldView, words: readonly string[], said: Readonly<Record<string, string>> = {}): Word[] {
  const saidByKey = new Map(Object.entries(said).map(([word, to]) => [wordKey(word), to]));
  const all = new Map([...words, ...Object.keys(said)].map((word) => [wordKey(word), word]));
  return [...all].map(([key, word]) => {
    const choice = field.choices?.find((c) => wordKey(c.value) === key || c.names.some((name) => wordKey(name) === key));
    return { word, known: field.choices ? (choice?.value ?? null) : word, said: saidByKey.get(key) };
  });
}

/** Words of a choice that nobody has said the meaning of. */
export const openWords = (words: readonly Word[]) => words.filter((w) => w.known === null && w.said === undefined);

/** '{City} {State}' with the first sample of each column. */
export function composedSample(template: string, headers: readonly Header[]): string {
  return template
    .replace(/\{([^{}]+)\}/g, (_, label: string) => headers.find((h) => h.label === label.trim())?.samples[0] ?? '')
    .replace(/\s+/g, ' ')
    .trim();
}
