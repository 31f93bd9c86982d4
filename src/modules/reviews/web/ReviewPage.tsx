import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { useText } from '../../../web/text.ts';
import { reviewQuery } from './client.ts';
import { ReviewBody } from './ReviewBody.tsx';
import { subjectPages } from './subject-pages.ts';
import { reviewTitle } from './review-title.ts';

/** One review. */
export function ReviewPage() {
  const t = useText();
  const { id = '' } = useParams();
  const query = useQuery(reviewQuery(id));
  return (
    <Loaded query={query}>
      {(review) => (
        <>
          <PageHeader title={reviewTitle(t, review)} trail={[[t('reviews.title'), '/reviews']]} note={review.unitName}>
            <SubjectLink subject={review.subject} subjectId={review.subjectId} />
            {review.projectId && review.title && <Link to={`/projects/${review.projectId}`}>{t('reviews.openProject')}</Link>}
          </PageHeader>
          <ReviewBody review={review} />
        </>
      )}
    </Loaded>
  );
}

/** To the page of what the review is about, where its room has one. */
function SubjectLink({ subject, subjectId }: { subject: string; subjectId: string }) {
  const t = useText();
  const address = subjectPages.get(subject)?.(subjectId);
  return address ? <Link to={address}>{t(`reviews.open.${subject}`)}</Link> : null;
}
