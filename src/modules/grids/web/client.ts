import { api } from '../../../web/api.ts';
import { gridsContract } from '../contract.ts';

export const grids = api(gridsContract);
