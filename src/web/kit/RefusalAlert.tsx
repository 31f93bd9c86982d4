import { useText } from '../text.ts';
import { refusalSentence } from './refusal-sentence.ts';

type Props = { refusal: unknown; onRetry?: (() => void) | undefined; onClose?: (() => void) | undefined };

/** A refusal as a sentence: what happened, to which field, what to do. Draws nothing without one. Made of plain HTML, since the sign-in page shows it too. */
export function RefusalAlert({ refusal, onRetry, onClose }: Props) {
  const t = useText();
  if (!refusal) return null;
  const { what, todo, issues } = refusalSentence(t, refusal);
  return (
    <div role="alert" className="refusal">
      <div>
        <b>{what}</b>
        {issues.length > 0 && (
          <ul>
            {issues.map((issue) => (
              <li key={issue}>{issue}</li>
            ))}
          </ul>
        )}
        {todo && <p>{todo}</p>}
      </div>
      {onRetry && (
        <button type="button" className="plain-button" onClick={onRetry}>
          {t('kit.retry')}
        </button>
      )}
      {onClose && (
        <button type="button" className="refusal-close" aria-label={t('kit.close')} onClick={onClose}>
          ×
        </button>
      )}
    </div>
  );
}
