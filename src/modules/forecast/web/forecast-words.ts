import { fittingUnit } from '../../../web/kit/amount-choice.ts';
import { formatFen, grouped } from '../../../kernel/money.ts';
import type { Text } from '../../../web/text.ts';
import type { ReasonView } from '../domain/view.ts';

const amount = (t: Text, fen: number) => {
  const unit = fittingUnit(fen);
  return `${grouped(formatFen(fen, unit))} ${t(`amount.${unit}`)}`;
};

/** Why a forecast says what it says, in a sentence; its amounts are read as money. */
export function reasonSentence(t: Text, { code, details }: ReasonView): string {
  const said = Object.entries(details).map(([key, value]) => [key, key.endsWith('Fen') ? amount(t, Number(value)) : value]);
  return t(`forecast.why.${code}`, Object.fromEntries(said));
}

/** 晚 37 天 / 早 5 天 / 按期. */
export function slipWords(t: Text, lateDays: number | null): string {
  if (lateDays === null) return t('kit.none');
  if (lateDays === 0) return t('forecast.in_time');
  return lateDays > 0 ? t('forecast.days_late', { n: lateDays }) : t('forecast.days_early', { n: -lateDays });
}
