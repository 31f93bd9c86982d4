import { useSearchParams } from 'react-router';
import { formatFen, grouped } from '../../../kernel/money.ts';
import { decimalText } from '../../../kernel/number.ts';
import { type Text, useText } from '../../../web/text.ts';
import { criteria, type Criterion } from '../domain/rule.ts';
import type { IdeaView } from '../domain/view.ts';
import { benefitWords } from './reserve-words.ts';

const inWan = (t: Text, fen: number | null) => (fen === null ? t('kit.none') : `${grouped(formatFen(fen, '万元'))} ${t('amount.万元')}`);

/** What a benefit is made from, in words. */
function inputsOf(t: Text, criterion: Criterion, idea: IdeaView): string {
  const flows = idea.flowsFen.map((fen) => grouped(formatFen(fen, '万元'))).join('、') || t('kit.none');
  const said = {
    flows,
    rate: decimalText(BigInt(idea.discountRate), 2),
    total: inWan(t, idea.totalFen),
    tax: inWan(t, idea.taxFen),
    land: idea.landMu ?? t('kit.none'),
    n: idea.jobs ?? t('kit.none'),
    words: idea.chainWords ?? t('kit.none'),
  };
  return t(`reserve.inputs.${criterion}`, said);
}

/** 效益测算: every number opens to its formula and what it is made from. '?open=npv' opens one. */
export function Benefits({ idea }: { idea: IdeaView }) {
  const t = useText();
  const [search] = useSearchParams();
  return (
    <ul className="idea-benefits">
      {criteria.map((c) => (
        <li key={c}>
          <details open={search.get('open') === c}>
            <summary>
              <span>{t(`reserve.criterion.${c}`)}</span> <b>{benefitWords(t, c, idea.benefits[c])}</b>
            </summary>
            <p>{t(`reserve.formula.${c}`)}</p>
            <p>{inputsOf(t, c, idea)}</p>
          </details>
        </li>
      ))}
    </ul>
  );
}
