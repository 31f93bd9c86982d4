import { Link } from 'react-router';
import { useText } from '../../../web/text.ts';
import type { ReviewBrief } from '../contract.ts';
import { reviewTitle } from './review-title.ts';
import './reviews.css';

/** Reviews as short lines, each opening its page. */
export function ReviewList({ items, empty }: { items: readonly ReviewBrief[]; empty: string }) {
  const t = useText();
  if (items.length === 0) return <p className="soft">{empty}</p>;
  return (
    <ul className="review-list">
      {items.map((r) => (
        <li key={r.id}>
          <Link to={`/reviews/${r.id}`}>{reviewTitle(t, r)}</Link>
          <span className="soft">{t('reviews.line', { step: r.stepName, unit: r.unitName, by: r.submittedBy })}</span>
          {r.dueOn && r.status === 'open' && (
            <span className={r.isOverdue ? 'wrong' : 'soft'}>{t(r.isOverdue ? 'reviews.overdue' : 'reviews.due', { day: r.dueOn })}</span>
          )}
          {r.status !== 'open' && <span className="soft">{t(`reviews.status.${r.status}`)}</span>}
        </li>
      ))}
    </ul>
  );
}
