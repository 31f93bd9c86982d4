import { api } from '../../../web/api.ts';
import { fundsContract } from '../contract.ts';

export const funds = api(fundsContract);

export type ProjectFunds = Awaited<ReturnType<typeof funds.ofProject>>;
export const fundsOf = (projectId: string) => ({
  queryKey: ['funds', projectId],
  queryFn: () => funds.ofProject({ params: { id: projectId } }),
});
