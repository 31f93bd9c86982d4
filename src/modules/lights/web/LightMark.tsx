import { type Text, useText } from '../../../web/text.ts';
import type { JudgedView } from '../contract.ts';
import type { Colour } from '../domain/rule.ts';
import { wordsOf } from '../domain/why-words.ts';
import './lights.css';

const shapes: Record<Colour, string> = { green: '●', yellow: '▲', red: '■', none: '○' };

/** A light as shape, word and colour, so that print and every eye keep it. */
export function LightMark({ colour, isExempt = false }: { colour: Colour; isExempt?: boolean }) {
  const t = useText();
  return (
    <span className={`light light-${isExempt ? 'green' : colour}`}>
      <span aria-hidden="true">{shapes[isExempt ? 'green' : colour]}</span> {t(`lights.colour.${isExempt ? 'green' : colour}`)}
      {isExempt && <small>{t('lights.exempt.mark', { colour: t(`lights.colour.${colour}`) })}</small>}
    </span>
  );
}

/** Why a light has its colour, in a sentence: 截至7月底完成42%，序时58.33%，落后16.33个百分点 → 黄. */
export function lightSentence(t: Text, judged: JudgedView): string {
  const words = Object.entries(wordsOf(judged)).map(([name, key]) => [name, t(key)]);
  return t(`lights.why.${judged.code}`, { ...judged.details, ...Object.fromEntries(words) });
}

/** All that a light is made of, the worst first; what could not be judged only when nothing could. */
export function LightReasons({ dimensions }: { dimensions: readonly JudgedView[] }) {
  const t = useText();
  const judged = dimensions.filter((d) => d.colour !== 'none');
  const shown = judged.length > 0 ? judged : dimensions;
  if (shown.length === 0) return <span>{t('lights.why.not_lit')}</span>;
  return (
    <ul className="light-reasons">
      {shown.map((d) => (
        <li key={d.key}>{lightSentence(t, d)}</li>
      ))}
    </ul>
  );
}
