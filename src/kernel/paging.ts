import * as z from 'zod';

/** Which part of a list is asked for: the page, from 1, and how many rows it has. Every list of the product is asked for in this way. */
export const paging = (size = 50, most = 200) => ({
  page: z.coerce.number<string | number>().int().min(1).max(100_000).default(1),
  size: z.coerce.number<string | number>().int().min(1).max(most).default(size),
});
export type Paging = Readonly<{ page: number; size: number }>;

/** How many rows come before the page. */
export const rowsBefore = ({ page, size }: Paging) => (page - 1) * size;
