import { useParams } from 'react-router';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { useText } from '../../../web/text.ts';
import { reviewTitle } from './review-title.ts';
import { ReviewPanel } from './ReviewPanel.tsx';

/** The latest review of a row, at an address that is known from the row alone. */
export function ReviewOfPage() {
  const t = useText();
  const { subject = '', subjectId = '' } = useParams();
  return (
    <>
      <PageHeader title={reviewTitle(t, { subject, title: null })} trail={[[t('reviews.title'), '/reviews']]} />
      <ReviewPanel subject={subject} subjectId={subjectId} />
    </>
  );
}
