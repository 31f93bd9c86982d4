import { useQuery } from '@tanstack/react-query';
import { api } from '../../../web/api.ts';
import { useLanguage, useText } from '../../../web/text.ts';
import { figuresContract } from '../contract.ts';
import type { FigureKey } from '../domain/card.ts';
import { datesCounted } from '../domain/card-dates.ts';
import { basisOfFigure } from '../domain/recognised.ts';
import { CardWords } from './CardWords.tsx';
import { useCards } from './use-card.ts';

const figures = api(figuresContract);

/** 口径卡 of a figure of the catalogue, with whose dates and which 口径 it counts by. */
export function CardDrawer({ figure, asOf, onClose }: { figure: FigureKey | null; asOf?: string | undefined; onClose: () => void }) {
  const { cardOf } = useCards();
  const whose = useDateCounted(figure, asOf);
  const under = useBasis(figure, asOf);
  return <CardWords card={figure ? cardOf(figure) : null} more={[...(whose ?? []), ...(under ?? [])]} onClose={onClose} />;
}

/** Whose date of a start or of production the figure counts by, as a line of the card; null for figures without one. */
function useDateCounted(figure: FigureKey | null, asOf: string | undefined) {
  const t = useText();
  const language = useLanguage();
  const event = figure === null ? undefined : datesCounted[figure];
  const { data } = useQuery({
    queryKey: ['figure-cards', asOf],
    queryFn: () => figures.cards({ query: { asOf } }),
    enabled: event !== undefined,
  });
  if (!event || !data) return null;
  const who = data.dates[event]?.[language];
  return [
    {
      key: 'whose',
      label: t(`figures.card.whose.${event}`),
      children: who === undefined ? t('figures.card.whose.claimed') : t('figures.card.whose.authority', { who }),
    },
  ];
}

/** The 口径 that the figure counts under and its rule in force, as lines of the card; null for figures of the ledger. */
function useBasis(figure: FigureKey | null, asOf: string | undefined) {
  const t = useText();
  const language = useLanguage();
  const code = figure === null ? null : basisOfFigure(figure);
  const { data } = useQuery({
    queryKey: ['figure-cards', asOf],
    queryFn: () => figures.cards({ query: { asOf } }),
    enabled: code !== null,
  });
  const basis = data?.bases.find((b) => b.code === code);
  if (!basis) return null;
  const rule = basis.rule ? t('figures.card.rule.version', { ...basis.rule }) : t('figures.card.rule.none');
  return [
    { key: 'basis', label: t('figures.card.basis'), children: basis[language] },
    { key: 'rule', label: t('figures.card.rule'), children: rule },
  ];
}
