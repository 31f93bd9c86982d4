import { useQuery } from '@tanstack/react-query';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { useText } from '../../../web/text.ts';
import { reviewOfQuery } from './client.ts';
import { ReviewBody } from './ReviewBody.tsx';

type Props = { subject: string; subjectId: string };

/** For other rooms' pages: the latest review of a row of theirs, its history, and what the reader may do with it. */
export function ReviewPanel({ subject, subjectId }: Props) {
  const t = useText();
  const query = useQuery(reviewOfQuery(subject, subjectId));
  return <Loaded query={query}>{(review) => (review ? <ReviewBody review={review} /> : <p>{t('reviews.none')}</p>)}</Loaded>;
}
