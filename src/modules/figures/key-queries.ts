import type { Reader } from '../../platform/db.ts';
import { basesOn } from '../recognition/basis-queries.ts';
import { type FigureKey, figureKeys } from './domain/card.ts';
import { basisOfFigure, isOfAdded } from './domain/recognised.ts';
import type { FigureScope } from './domain/scope.ts';

/** Every figure there is on a day: those of the product, and of each 口径 of the district's own that the list of the day has. */
export async function keysOn(db: Reader, { through, rulesBy }: Pick<FigureScope, 'through' | 'rulesBy'>): Promise<FigureKey[]> {
  const listed = new Set((await basesOn(db, through, rulesBy)).filter((b) => b.isListed).map((b) => b.code));
  return figureKeys.filter((key) => !isOfAdded(key) || listed.has(basisOfFigure(key)!));
}
