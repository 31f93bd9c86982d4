import { Tooltip } from 'antd';
import { minorText } from '../../../kernel/currency.ts';
import { grouped } from '../../../kernel/money.ts';
import { Money } from '../../../web/kit/Money.tsx';
import { useText } from '../../../web/text.ts';

type Props = {
  minor: number | null;
  fen: number | null;
  terms: { currency: string; rate: string; rateSource: string | null; rateOn: string | null };
};

/** An amount in the currency it came in; what it makes in 人民币, at whose rate and of which day, is one hover away. */
export function EntryMoney({ minor, fen, terms: { currency, rate, rateSource, rateOn } }: Props) {
  const t = useText();
  if (minor === null || fen === null) return t('kit.none');
  if (currency === 'CNY') return <Money fen={fen} unit="万元" />;
  const note = t('funds.rate.note', { rate: rate.replace(/\.?0+$/, ''), source: rateSource, on: rateOn });
  return (
    <Tooltip title={note}>
      <span className="money">
        {grouped(minorText(minor, currency))}
        <small>{currency}</small>
      </span>
    </Tooltip>
  );
}
