import { api } from '../../../web/api.ts';
import { referenceContract } from '../contract.ts';

export const reference = api(referenceContract);
