import { api } from '../../../web/api.ts';
import { noticesContract } from '../contract.ts';

export const notices = api(noticesContract);
/** How many are unread; asked again every minute while the page is looked at. */
export const unreadQuery = {
  queryKey: ['notices', 'unread'],
  queryFn: () => notices.unread({}),
  refetchInterval: 60_000,
  staleTime: 20_000,
};
export const choicesQuery = { queryKey: ['notices', 'choices'], queryFn: () => notices.choices({}) };
/** Whatever shows notices. */
export const stale = [['notices'], ['table', 'notices']];
