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

/** What ledgers call the usual currencies, whatever the dictionary says. */
const spoken: Readonly<Record<string, readonly string[]>> = {
  CNY: ['人民币', '元', 'RMB'],
  USD: ['美元', '美金', 'US$'],
  EUR: ['欧元'],
  HKD: ['港元', '港币'],
  JPY: ['日元'],
  GBP: ['英镑'],
};
/** The currencies that the books count in, under their names and their codes. */
export async function currencyChoices(db: Reader): Promise<Choice[]> {
  const words = await wordsOf(db, 'currency');
  return currencies.map((value) => {
    const word = words.get(value);
    return { value, names: [...new Set([...(word ? [word.zh, word.en] : []), ...(spoken[value] ?? []), value])] };
  });
}
