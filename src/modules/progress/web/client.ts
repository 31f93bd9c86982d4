import { api } from '../../../web/api.ts';
import { progressContract } from '../contract.ts';

export const progress = api(progressContract);
export const formQuery = (id: string, month: string) => ({
  queryKey: ['reports', id, month],
  queryFn: () => progress.form({ params: { id }, query: { month } }),
});
