import type { Result } from '../../../kernel/contract.ts';
import { api } from '../../../web/api.ts';
import { enterprisesContract } from '../contract.ts';

export const enterprises = api(enterprisesContract);
export type EnterprisePageData = Result<(typeof enterprisesContract)['get']>;
