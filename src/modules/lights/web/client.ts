import { api } from '../../../web/api.ts';
import { lightsContract } from '../contract.ts';

export const lights = api(lightsContract);
export const rulesQuery = { queryKey: ['lights', 'rules'], queryFn: () => lights.rules({}) };
