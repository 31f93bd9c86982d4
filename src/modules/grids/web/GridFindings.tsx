import { Button, Checkbox, Input } from 'antd';
import type { Place } from '../../../web/kit/grid-model.ts';
import { useText } from '../../../web/text.ts';
import type { Said } from './grid-words.ts';
import '../../funds/web/funds.css';

const shownAtMost = 100;

type Props = { said: readonly Said[]; onGo: (place: Place) => void };
/** Everything found, in the order of the rows; each leads to its cell. */
export function GridFindings({ said, onGo }: Props) {
  const t = useText();
  const shown = said.filter((s) => s.severity !== 'told').slice(0, shownAtMost);
  if (shown.length === 0) return null;
  return (
    <section aria-label={t('grids.findings')} className="grid-findings">
      <ul>
        {shown.map((s) => (
          <li key={`${s.row}.${s.col}.${s.code}`} className={s.severity}>
            <Button type="link" size="small" onClick={() => onGo({ row: s.row, col: s.col })}>
              {t('grids.at', { row: s.row + 1, column: s.column })}
            </Button>
            {s.words}
          </li>
        ))}
      </ul>
    </section>
  );
}

export type Answer = { isTrue: boolean; reason: string };
type AnswerProps = { count: number; answer: Answer; onChange: (answer: Answer) => void };
/** What looks wrong and is right all the same wants a tick and a reason, kept with every such row. */
export function OddAnswer({ count, answer, onChange }: AnswerProps) {
  const t = useText();
  if (count === 0) return null;
  return (
    <fieldset className="fault-answer">
      <legend>{t('grids.odd.title', { n: count })}</legend>
      <Checkbox checked={answer.isTrue} onChange={(e) => onChange({ ...answer, isTrue: e.target.checked })}>
        {t('grids.odd.true')}
      </Checkbox>
      <Input
        aria-label={t('grids.odd.reason')}
        placeholder={t('grids.odd.reason')}
        maxLength={500}
        value={answer.reason}
        onChange={(e) => onChange({ ...answer, reason: e.target.value })}
      />
    </fieldset>
  );
}
