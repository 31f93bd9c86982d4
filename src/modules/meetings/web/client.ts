import { api } from '../../../web/api.ts';
import { identity } from '../../../web/session.ts';
import { meetingsContract } from '../contract.ts';

export const meetings = api(meetingsContract);

/** The leaders, for choosing whose instruction it was. */
export const leadersQuery = {
  queryKey: ['people', 'leaders'],
  queryFn: () => identity.people({ query: { role: 'leader', size: 100 } }),
  staleTime: 300_000,
};

/** Projects whose light asks for a task. */
export const suggestedQuery = { queryKey: ['supervisions', 'suggested'], queryFn: () => meetings.suggested({}) };
