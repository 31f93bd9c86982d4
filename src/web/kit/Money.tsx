import { Tooltip } from 'antd';
import { type AmountUnit, formatFen, grouped } from '../../kernel/money.ts';
import { useText } from '../text.ts';
import { fittingUnit, useAmountChoice } from './amount-choice.ts';

type Props = {
  fen: number | null | undefined;
  /** Fixed unit, e.g. in a column; otherwise the reader's choice. */ unit?: AmountUnit;
  decimals?: number;
};

/** An amount in fen with its small unit; the full value in 元 is one hover away. Nothing known is a dash, 0 is 0. */
export function Money({ fen, unit, decimals = 2 }: Props) {
  const t = useText();
  const choice = useAmountChoice();
  if (fen === null || fen === undefined) return <span className="money">{t('kit.none')}</span>;
  const shown = unit ?? (choice === 'auto' ? fittingUnit(fen) : choice);
  return (
    <Tooltip title={t('kit.money.full', { amount: grouped(formatFen(fen, '元', 2)) })} mouseEnterDelay={0.4}>
      <span className="money">
        {grouped(formatFen(fen, shown, decimals))}
        <small>{t(`amount.${shown}`)}</small>
      </span>
    </Tooltip>
  );
}
