import { useText } from '../../../web/text.ts';
import type { Limit } from '../domain/permit-view.ts';
import type { PermitState } from '../domain/standing.ts';
import './permits.css';

const marks: Readonly<Record<PermitState, string>> = {
  waiting: '○',
  applied: '◔',
  told: '↩',
  running: '◑',
  stopped: '‖',
  lapsed: '✕',
  granted: '●',
  declined: '✕',
  dropped: '–',
};
/** Where an approval stands: a sign and a word, never a colour alone. */
export function PermitMark({ state, isLate = false }: { state: PermitState; isLate?: boolean }) {
  const t = useText();
  return <span className={`permit-mark permit-is-${isLate ? 'late' : state}`}>{`${marks[state]} ${t(`permits.state.${state}`)}`}</span>;
}

/** Working days left: today, so many, or late by so many. */
export function DaysLeft({ left }: { left: number | null }) {
  const t = useText();
  if (left === null) return <>{t('kit.none')}</>;
  if (left < 0) return <span className="permit-mark permit-is-late">{t('permits.left.late', { n: -left })}</span>;
  if (left === 0) return <span className="permit-mark permit-is-today">{t('permits.left.today')}</span>;
  return <>{t('permits.left.days', { n: left })}</>;
}

/** A limit with its last day, and how far that is or by how much it was missed. */
export function LimitText({ limit, isDone }: { limit: Limit; isDone: boolean }) {
  const t = useText();
  const days = t('permits.days', { n: limit.days });
  if (limit.dueOn === null) return <>{days}</>;
  const date = limit.by === 'noon' ? t('permits.by.noon', { date: limit.dueOn }) : limit.dueOn;
  const late = limit.isLate ? (
    <span className="permit-mark permit-is-late">{t('permits.left.late', { n: -(limit.left ?? 0) })}</span>
  ) : null;
  return (
    <>
      {t('permits.limit', { days, date })} {late ?? (isDone ? t('permits.intime') : <DaysLeft left={limit.left} />)}
    </>
  );
}
