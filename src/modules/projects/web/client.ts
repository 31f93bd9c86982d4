import type { Result } from '../../../kernel/contract.ts';
import { api } from '../../../web/api.ts';
import { projectsContract } from '../contract.ts';

export const projects = api(projectsContract);

type C = typeof projectsContract;
export type ListPage = Result<C['list']> & { total: number };
export type ListRow = ListPage['items'][number];
export type Dates = Result<C['dates']>;
export type DateCell = Dates['cells'][number];
export type Page = Result<C['get']>;
