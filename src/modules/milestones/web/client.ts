import { api } from '../../../web/api.ts';
import { milestonesContract } from '../contract.ts';

export const milestones = api(milestonesContract);
export const planQuery = (projectId: string) => ({
  queryKey: ['milestones', projectId],
  queryFn: () => milestones.ofProject({ params: { id: projectId } }),
});
