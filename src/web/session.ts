import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import * as z from 'zod';
import { roles } from '../kernel/actor.ts';
import { contract } from '../kernel/contract.ts';
import { api } from './api.ts';

export const sessionContract = contract({
  session: {
    method: 'GET',
    path: '/session',
    summary: 'Who is signed in',
    access: 'session',
    result: z.object({
      person: z.object({ id: z.string(), name: z.string(), unitId: z.string(), unitName: z.string() }),
      roles: z.array(z.enum(roles)),
    }),
  },
  signOut: { method: 'POST', path: '/session/end', summary: 'Sign out', access: 'session', result: z.unknown() },
});
/** Who is signed in, and what the server says this person may do. */
export type Me = z.output<typeof sessionContract.session.result>;

export const meQuery = { queryKey: ['session'], queryFn: () => api(sessionContract).session({}), staleTime: 60_000, retry: false };

/** The signed-in person. Only inside the shell, which has already waited for it. */
export const useMe = (): Me => useSuspenseQuery(meQuery).data;
/** The signed-in person, or what is known so far. */
export const useMaybeMe = () => useQuery(meQuery);
