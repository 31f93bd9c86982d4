import { Descriptions, Drawer } from 'antd';
import { useLanguage, useText } from '../../../web/text.ts';
import { cards, type FigureKey } from '../domain/card.ts';

const parts = ['definition', 'numerator', 'denominator', 'cohort', 'exclusions', 'dateUsed', 'source', 'difference'] as const;

/** 口径卡: what the figure means, beside the page it was asked from. */
export function CardDrawer({ figure, onClose }: { figure: FigureKey | null; onClose: () => void }) {
  const t = useText();
  const language = useLanguage();
  const card = figure ? cards[figure] : null;
  const words = card?.[language];
  return (
    <Drawer open={card !== null} onClose={onClose} size={420} title={t('figures.card.title', { name: words?.name ?? '' })}>
      {card && words && (
        <Descriptions
          column={1}
          size="small"
          bordered
          items={[
            ...parts.flatMap((key) => (words[key] ? [{ key, label: t(`figures.card.${key}`), children: words[key] }] : [])),
            { key: 'rounding', label: t('figures.card.rounding'), children: t('figures.card.rounding.rule', { decimals: card.decimals }) },
            { key: 'version', label: t('figures.card.version'), children: card.version },
          ]}
        />
      )}
    </Drawer>
  );
}
