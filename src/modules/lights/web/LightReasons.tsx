import { begun, type Text, useText } from '../../../web/text.ts';
import type { JudgedView } from '../contract.ts';
import { wordsOf } from '../domain/why-words.ts';
import './lights.css';

/** Why a light has its colour, in a sentence: 截至2026年7月完成 42.00%，序时 58.33%，落后 16.33 个百分点 → 黄. */
export function lightSentence(t: Text, judged: JudgedView): string {
  const words = Object.entries(wordsOf(judged)).map(([name, key]) => [name, t(key)]);
  return begun(t(`lights.why.${judged.code}`, { ...judged.details, ...Object.fromEntries(words) }));
}

/** All that a light is made of, the worst first; what could not be judged only when nothing could, or when the rules do not ask it of this project. */
export function LightReasons({ dimensions }: { dimensions: readonly JudgedView[] }) {
  const t = useText();
  const judged = dimensions.some((d) => d.colour !== 'none');
  const shown = dimensions.filter((d) => !judged || d.colour !== 'none' || d.code === 'too_small');
  if (shown.length === 0) return <span>{t('lights.why.not_lit')}</span>;
  return (
    <ul className="light-reasons">
      {shown.map((d) => (
        <li key={d.key}>{lightSentence(t, d)}</li>
      ))}
    </ul>
  );
}
