import { useState } from 'react';
import { FigureTile } from '../../../web/kit/FigureTile.tsx';
import { useLanguage, useText } from '../../../web/text.ts';
import type { FigureQuery, FigureValue } from '../contract.ts';
import type { FigureKey } from '../domain/card.ts';
import { CardDrawer } from './CardDrawer.tsx';
import { figureAddress, shownFigure } from './figure-words.ts';
import { useCards } from './use-card.ts';

type Props = { figures: readonly FigureValue[]; keys: readonly FigureKey[]; query: FigureQuery; asOf: string };

/** Figures as tiles, in the order of the keys; each opens its rows and its card. */
export function FigureTiles({ figures, keys, query, asOf }: Props) {
  const t = useText();
  const language = useLanguage();
  const { cardOf } = useCards();
  const [card, setCard] = useState<FigureKey | null>(null);
  return (
    <div className="figures">
      {keys.map((key) => {
        const figure = figures.find((f) => f.key === key);
        if (!figure) return null;
        return (
          <FigureTile
            key={key}
            label={cardOf(key)[language].name}
            {...shownFigure(t, key, figure)}
            asOf={asOf}
            href={figureAddress(key, query)}
            onCard={() => setCard(key)}
          />
        );
      })}
      <CardDrawer figure={card} asOf={query.asOf} onClose={() => setCard(null)} />
    </div>
  );
}
