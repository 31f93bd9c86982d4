import { hasMessage, type Text } from '../../../web/text.ts';
import type { ReviewBrief } from '../contract.ts';

/** What a review is about, in words: the kind of thing and its project. */
export function reviewTitle(t: Text, { subject, title }: Pick<ReviewBrief, 'subject' | 'title'>): string {
  const what = hasMessage(`notice.subject.${subject}`) ? t(`notice.subject.${subject}`) : t('reviews.menu');
  return title ? t('reviews.about', { what, title }) : what;
}
