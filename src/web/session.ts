import { useSuspenseQuery } from '@tanstack/react-query';
import { identityContract, type Me } from '../modules/identity/contract.ts';
import { api } from './api.ts';

export const identity = api(identityContract);

/** Who is signed in, and with which roles. */
export const meQuery = { queryKey: ['session'], queryFn: () => identity.session({}), staleTime: 60_000 };

/** The signed-in person. Only inside the shell, which has already waited for it. */
export const useMe = (): Me => useSuspenseQuery(meQuery).data;
