import { Tooltip } from 'antd';
import { Link } from 'react-router';
import { Money } from '../../../web/kit/Money.tsx';
import { useLanguage, useText } from '../../../web/text.ts';
import { becauseWords } from '../domain/words.ts';
import type { Outcome } from '../domain/verdict.ts';

const marks = { counted: '✓', left_out: '✕', pending: '○' } as const;
type Props = { outcome: Outcome; reason: string; amountFen: number; note?: string | null };

/** A verdict: mark and word, so that print and the colour-blind keep it; the amount when something counts; why, below it. */
export function VerdictTag({ outcome, reason, amountFen, note }: Props) {
  const t = useText();
  const language = useLanguage();
  const why = becauseWords(reason, language);
  return (
    <Tooltip title={note}>
      <span className={`verdict verdict-${outcome}`}>
        <span>
          <span aria-hidden="true">{marks[outcome]} </span>
          {t(`recognition.outcome.${outcome}`)}
          {outcome === 'counted' && (
            <>
              {' '}
              <Money fen={amountFen} unit="万元" />
            </>
          )}
        </span>
        <small>{why}</small>
      </span>
    </Tooltip>
  );
}

/** The arrival is in a claim that has not come to its end: where, and how it stands. */
export function UnderReview({ claim: { id, state } }: { claim: { id: string; state: string } }) {
  const t = useText();
  return <Link to={`/claims/${id}`}>{t(`recognition.claim.under.${state}`)}</Link>;
}
