import { api } from '../../../web/api.ts';
import { papersContract } from '../contract.ts';

export const papers = api(papersContract);
export const paperQuery = (id: string) => ({ queryKey: ['paper', id], queryFn: () => papers.get({ params: { id } }) });
/** Units that the reader may make papers for: none when they make none. */
export const makeableUnits = { queryKey: ['paper-units'], queryFn: () => papers.units({}), staleTime: 300_000 };
