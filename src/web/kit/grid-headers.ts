import { bareHeader, headerUnit, normaliseHeader } from '../../kernel/sheet-header.ts';
import type { GridColumn } from './grid-column.ts';
import type { Cells } from './grid-model.ts';

/** A pasted block that fits the columns from the first on, or goes where the hand is. */
export type Arranged = Readonly<{ cells: Cells; isWhole: boolean }>;

const namesOf = (c: GridColumn) =>
  new Set([c.title, c.key, ...(c.aliases ?? [])].flatMap((name) => [normaliseHeader(name), bareHeader(name)]));

/**
 * A table copied with its header row is put under our columns by the names of its own, whatever their order; an amount whose header
 * names another unit (亿元) takes that unit along. Two headers that we know make a header row; anything else goes in as it is.
 */
export function arranged(block: Cells, columns: readonly GridColumn[]): Arranged {
  const [head = [], ...rest] = block;
  const names = columns.map(namesOf);
  const taken = new Set<number>();
  const places = head.map((text) => {
    const wanted = [normaliseHeader(text), bareHeader(text)].filter(Boolean);
    const place = names.findIndex((known, i) => !taken.has(i) && wanted.some((w) => known.has(w)));
    if (place >= 0) taken.add(place);
    return place;
  });
  if (taken.size < 2 || rest.length === 0) return { cells: block, isWhole: false };
  const units = head.map((text) => headerUnit(text)?.amountUnit ?? '');
  const cells = rest.map((row) => {
    const line = columns.map(() => '');
    places.forEach((place, i) => {
      const text = (row[i] ?? '').trim();
      if (place >= 0) line[place] = columns[place]!.numeric && /^[\d.,]+$/.test(text) ? text + units[i]! : text;
    });
    return line;
  });
  return { cells, isWhole: true };
}
