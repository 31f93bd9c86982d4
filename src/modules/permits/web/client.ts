import { api } from '../../../web/api.ts';
import { permitsContract } from '../contract.ts';

export const permits = api(permitsContract);
export const permitsQuery = (projectId: string) => ({
  queryKey: ['permits', projectId],
  queryFn: () => permits.ofProject({ params: { id: projectId } }),
});
export const rulesQuery = { queryKey: ['permits', 'rules'], queryFn: () => permits.rules({}) };
