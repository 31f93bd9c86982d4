import { currencies } from '../../kernel/currency.ts';
import type { Choice } from '../../kernel/import-row.ts';
import type { Reader } from '../../platform/db.ts';
import type { Dictionary } from '../reference/domain/dictionary.ts';
import { wordsOf } from '../reference/queries.ts';

/** The words of a dictionary as an import understands them. */
export async function dictionaryChoices(db: Reader, dictionary: Dictionary): Promise<Choice[]> {
  return [...(await wordsOf(db, dictionary))]
    .filter(([, word]) => word.isActive)
    .map(([value, { zh, en }]) => ({ value, names: [zh, en] }));
}

/** The currencies that the books count in, under their codes and their names. */
export async function currencyChoices(db: Reader): Promise<Choice[]> {
  const words = await wordsOf(db, 'currency');
  return currencies.map((value) => ({ value, names: [words.get(value)?.zh ?? value, words.get(value)?.en ?? value, value] }));
}
