import * as z from 'zod';
import { unitKinds } from './unit.ts';

const id = z.uuid();
const line = (most: number) => z.string().trim().min(1).max(most);
const optionalLine = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .transform((text) => text || null)
    .nullable();

export const Unit = z.object({
  id,
  parentId: id.nullable(),
  code: z.string(),
  name: z.string(),
  shortName: z.string().nullable(),
  kind: z.enum(unitKinds),
  orderNo: z.int(),
  depth: z.int(),
  isActive: z.boolean(),
  version: z.int().min(1),
});
export type Unit = z.output<typeof Unit>;
export const unitFields = z.object({
  parentId: id.nullable(),
  code: line(32),
  name: line(100),
  shortName: optionalLine(30),
  kind: z.enum(unitKinds),
  orderNo: z.int().min(0).max(1_000_000),
});
