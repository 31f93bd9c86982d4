import { api } from '../../../web/api.ts';
import { duplicatesContract } from '../contract.ts';

export const duplicates = api(duplicatesContract);
