import { api } from '../../../web/api.ts';
import { handoversContract } from '../contract.ts';

export const handovers = api(handoversContract);
