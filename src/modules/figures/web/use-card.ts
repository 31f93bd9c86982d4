import { useBases } from '../../recognition/web/client.ts';
import { type Card, cardOf, type FigureKey, figureKeys } from '../domain/card.ts';
import { basisOfFigure, isOfAdded } from '../domain/recognised.ts';

/** Cards in the words of the day, and the figures that there are: a district's own 口径 have theirs once they are in use. */
export function useCards(): { cardOf: (key: FigureKey) => Card; keys: readonly FigureKey[] } {
  const { items, active } = useBases();
  const named = items.map((b) => ({ code: b.code, zh: b.nameZh, en: b.nameEn }));
  const keys = figureKeys.filter((key) => !isOfAdded(key) || active.some((b) => b.code === basisOfFigure(key)));
  return { cardOf: (key) => cardOf(key, named), keys };
}
