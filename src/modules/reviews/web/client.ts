import { api } from '../../../web/api.ts';
import { reviewsContract } from '../contract.ts';

export const reviews = api(reviewsContract);
/** Whatever shows reviews. */
export const stale = [['reviews'], ['notices']];
export const reviewQuery = (id: string) => ({ queryKey: ['reviews', 'one', id], queryFn: () => reviews.get({ params: { id } }) });
export const reviewOfQuery = (subject: string, subjectId: string) => ({
  queryKey: ['reviews', 'of', subject, subjectId],
  queryFn: async () => (await reviews.of({ query: { subject, subjectId } })).review,
});
export type What = 'waiting' | 'returned' | 'submitted';
export const myReviewsQuery = (what: What) => ({
  queryKey: ['reviews', 'mine', what],
  queryFn: async () => (await reviews.mine({ query: { what } })).items,
});
export const deputiesQuery = { queryKey: ['reviews', 'deputies'], queryFn: async () => (await reviews.deputies({})).items };
