import { Tag } from 'antd';
import { type Text, useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import type { ReviewView } from '../contract.ts';
import { ReviewActs } from './ReviewActs.tsx';
import './reviews.css';

type Seat = ReviewView['seats'][number];
type Act = ReviewView['acts'][number];

/** Who is asked on a seat: the one person it was given to, or whoever holds the role. */
function seatWords(t: Text, { person, role, of }: Seat): string {
  if (person) return t('kit.pick.personOf', { name: person.name, unit: person.unitName });
  return t(`reviews.of.${of}`, { role: role ? t(`role.${role}`) : '' });
}

function seatState(t: Text, { signedBy, isWaiting }: Seat): string {
  if (signedBy) return t('reviews.seat.signed', { by: signedBy });
  return t(isWaiting ? 'reviews.seat.waiting' : 'reviews.seat.later');
}

function actWords(t: Text, a: Act): string {
  const by = a.forPerson ? t('reviews.inStead', { by: a.by, of: a.forPerson }) : a.by;
  const to = a.toStepName ?? t('reviews.submitter');
  return t(`reviews.act.${a.kind}`, { by, step: a.stepName, to, target: a.target ?? '' });
}

/** Where a review stands, what the reader may do, and everything that was done. */
export function ReviewBody({ review }: { review: ReviewView }) {
  const t = useText();
  const { steps, step, status, seats, acts, dueOn, isOverdue } = review;
  return (
    <div className="review">
      <ol className="review-steps" aria-label={t('reviews.steps')}>
        {steps.map((s, i) => (
          // The order of the steps is what tells them apart.
          <li key={`${i} ${s.name}`} aria-current={i === step && status === 'open' ? 'step' : undefined}>
            {s.name}
            <small>{t(`reviews.mode.${s.mode}`)}</small>
          </li>
        ))}
      </ol>
      <p>
        <Tag>{t(`reviews.status.${status}`)}</Tag>
        {status === 'open' && dueOn && (
          <span className={isOverdue ? 'wrong' : undefined}>{t(isOverdue ? 'reviews.overdue' : 'reviews.due', { day: dueOn })}</span>
        )}
      </p>
      {status === 'open' && (
        <ul className="review-seats">
          {seats.map((s) => (
            <li key={s.no}>
              {seatWords(t, s)} {s.isAdded && <Tag>{t('reviews.added')}</Tag>}
              <span className="soft">{seatState(t, s)}</span>
            </li>
          ))}
        </ul>
      )}
      <ReviewActs review={review} />
      <h3>{t('reviews.history')}</h3>
      <ol className="review-acts">
        {acts.map((a) => (
          <li key={a.id}>
            <time>{momentText(a.at)}</time>
            <div>
              {actWords(t, a)}
              {a.opinion && <q>{a.opinion}</q>}
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}
