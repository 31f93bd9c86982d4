import * as z from 'zod';
import { figureKeys } from '../../figures/domain/card.ts';
import { figureParts } from './binding.ts';

/** A figure as it was written into a cell, with the question that opens it. */
export const UsedFigure = z.object({
  sheet: z.string(),
  /** Where it stands in the filled copy. */
  cell: z.string(),
  key: z.enum(figureKeys),
  part: z.enum(figureParts),
  version: z.string(),
  unitId: z.uuid(),
  unitName: z.string(),
  from: z.string().nullable(),
  through: z.string(),
  value: z.int().nullable(),
  ratio: z.object({ numerator: z.int(), denominator: z.int(), percent: z.string().nullable() }).nullable(),
  shown: z.string(),
});
export type UsedFigure = z.output<typeof UsedFigure>;

const UsedList = z.object({ sheet: z.string(), cell: z.string(), source: z.string(), rows: z.int() });
/** A cell that could not be filled: the row names no unit that is known in the scope. */
const Left = z.object({ sheet: z.string(), cell: z.string(), found: z.string() });

/** What a filled copy was made of. */
export const Used = z.object({ figures: z.array(UsedFigure), lists: z.array(UsedList), left: z.array(Left) });
export type Used = z.output<typeof Used>;
