import { Descriptions, Drawer } from 'antd';
import { useLanguage, useText } from '../../../web/text.ts';
import type { CardText } from '../domain/card-text.ts';

const parts = ['definition', 'numerator', 'denominator', 'cohort', 'exclusions', 'dateUsed', 'source', 'difference'] as const;
type Card = Readonly<{ decimals: number; version: string; zh: CardText; en: CardText }>;
type Line = Readonly<{ key: string; label: string; children: string }>;

/** 口径卡: what a figure means, beside the page it was asked from; `more` are lines that its room adds. */
export function CardWords({ card, more = [], onClose }: { card: Card | null; more?: readonly Line[]; onClose: () => void }) {
  const t = useText();
  const language = useLanguage();
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
            ...more,
            { key: 'rounding', label: t('figures.card.rounding'), children: t('figures.card.rounding.rule', { decimals: card.decimals }) },
            { key: 'version', label: t('figures.card.version'), children: card.version },
          ]}
        />
      )}
    </Drawer>
  );
}
