import { useText } from '../../../web/text.ts';
import type { ProblemRow } from '../contract.ts';
import './problems.css';

const shapes = { open: '○', solved: '◐', closed: '●', merged: '→', withdrawn: '✕' } as const;

/** Where a problem stands, as shape, word and colour: at which tier while it is open, and whether it is late. */
export function StateMark({ row: { state, tier, isOverdue } }: { row: Pick<ProblemRow, 'state' | 'tier' | 'isOverdue'> }) {
  const t = useText();
  const words = state === 'open' ? t(`problems.tier.${tier}`) : t(`problems.state.${state}`);
  return (
    <span className={`problem-state problem-${isOverdue ? 'late' : state}`}>
      <span aria-hidden="true">{isOverdue ? '■' : shapes[state]}</span> {words}
      {isOverdue && <small> {t('problems.overdue')}</small>}
    </span>
  );
}
