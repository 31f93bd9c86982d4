import type * as z from 'zod';
import { ProjectFilter } from '../../projects/domain/list-filter.ts';

/**
 * Which projects of a unit are asked about: what everybody who sees a project knows of it. No search by words, since what is counted
 * for the issuer must not tell them a name they may not know.
 */
export const RowFilter = ProjectFilter.pick({
  stage: true,
  side: true,
  industry: true,
  signed: true,
  started: true,
  arrivals: true,
}).strict();
export type RowFilter = z.output<typeof RowFilter>;
