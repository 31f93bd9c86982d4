import { useText } from '../../../web/text.ts';
import type { Side, Stage } from '../domain/stage.ts';
import './projects.css';

/** Where a project stands, in words; one that stands aside says so beside it. */
export function StageMark({ stage, side }: { stage: Stage; side: Side | null }) {
  const t = useText();
  const words = t(`projects.stage.${stage}`);
  if (!side) return words;
  return (
    <>
      {words} <span className="aside-mark">{t(`projects.side.${side}`)}</span>
    </>
  );
}
