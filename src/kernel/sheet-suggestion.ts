import { bareHeader, normaliseHeader, type Header } from './sheet-header.ts';

/** Aliases in order of preference. */
export type FieldAliases = Readonly<{ field: string; aliases: readonly string[] }>;
/** `exact`: the header is an alias, apart from unit, width and spaces. `contained`: one holds the other. */
export type Suggestion = Readonly<{ column: number; label: string; field: string; confidence: 'exact' | 'contained' }>;

/** A running number is never a code. */
const neverAField = new Set(['序号', '序', '编次', '行次', 'no', 'no.', '#']);

type Candidate = Suggestion & Readonly<{ score: number }>;

/**
 * Suggests a field for each header by its aliases: equal ones first, then those where one contains the other, the longer the common
 * part the better. Each field and each column is given once; what is left has no suggestion.
 */
export function suggest(headers: readonly Header[], fields: readonly FieldAliases[]): Suggestion[] {
  const candidates = headers.flatMap((header) => fields.flatMap((field) => candidate(header, field)));
  candidates.sort((a, b) => b.score - a.score || a.column - b.column);
  const [columns, taken] = [new Set<number>(), new Set<string>()];
  const chosen: Suggestion[] = [];
  for (const { score: _, ...suggestion } of candidates) {
    if (columns.has(suggestion.column) || taken.has(suggestion.field)) continue;
    columns.add(suggestion.column);
    taken.add(suggestion.field);
    chosen.push(suggestion);
  }
  return chosen.sort((a, b) => a.column - b.column);
}

function candidate({ column, label }: Header, { field, aliases }: FieldAliases): Candidate[] {
  const names = namesOf(label);
  if (names.some((name) => neverAField.has(name))) return [];
  let best = 0;
  // Aliases stand in order of preference.
  for (const [rank, alias] of aliases.entries())
    best = Math.max(best, likeness(names, normaliseHeader(alias), bareHeader(alias)) - rank / 100);
  if (best <= 0) return [];
  return [{ column, label, field, confidence: best >= 1000 ? 'exact' : 'contained', score: best }];
}

/** '资金到位情况/累计' may be meant as the whole, as 累计, or as 资金到位情况累计 and 累计资金到位情况. */
function namesOf(label: string): string[] {
  const parts = label
    .replace(/ \(\d+\)$/, '')
    .split('/')
    .map(bareHeader)
    .filter((part) => part !== '');
  const joined = parts.join('');
  return [
    ...new Set([
      bareHeader(label.replace(/ \(\d+\)$/, '')),
      joined,
      parts.toReversed().join(''),
      ...(parts.length > 1 ? [parts.at(-1)!] : []),
    ]),
  ];
}

/** Two characters of Chinese say much (到位 of 到位资金); a Latin word that is the smaller part of an alias says too little ('City' of 'City code'). */
const saysEnoughOf = (name: string, alias: string) =>
  name.length >= 2 && alias.includes(name) && (/[^\x20-\x7e]/.test(name) || name.length * 2 > alias.length);

const isLatin = (text: string) => /^[\x20-\x7e]*$/.test(text);
/** Words that follow a Latin name and leave it what it is: 'Planned start date' is the planned start, 'Project ID' is no project. */
const addsNothing = new Set(['name', 'date', 'no', 'number', 'amount']);
/** Is the alias what a longer header is about? Chinese says so wherever it stands, Latin by its last and greater part. */
function isAbout(name: string, alias: string): boolean {
  if (!isLatin(alias) || !isLatin(name)) return alias.length >= 2 && name.includes(alias);
  if (name.startsWith(alias)) return addsNothing.has(name.slice(alias.length));
  return name.endsWith(alias) && alias.length * 2 > name.length;
}

function likeness(names: readonly string[], alias: string, bareAlias: string): number {
  let best = 0;
  for (const [depth, name] of names.entries()) {
    // A part of a joined header says less than the whole of it.
    if (name === alias || name === bareAlias) best = Math.max(best, 2000 - depth * 10);
    else if (isAbout(name, bareAlias)) best = Math.max(best, (bareAlias.length / name.length) * 900 - depth);
    else if (saysEnoughOf(name, bareAlias)) best = Math.max(best, (name.length / bareAlias.length) * 800 - depth);
  }
  return best;
}
