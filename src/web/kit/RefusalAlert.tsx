import { Alert, Button } from 'antd';
import { useText } from '../text.ts';
import { refusalSentence } from './refusal-sentence.ts';

type Props = { refusal: unknown; onRetry?: (() => void) | undefined; onClose?: (() => void) | undefined };

/** A refusal as a sentence: what happened, to which field, what to do. Draws nothing without one. */
export function RefusalAlert({ refusal, onRetry, onClose }: Props) {
  const t = useText();
  if (!refusal) return null;
  const { what, todo, issues } = refusalSentence(t, refusal);
  const more = issues.length > 0 || todo;
  return (
    <Alert
      role="alert"
      type="error"
      showIcon
      className="refusal"
      title={what}
      description={
        more && (
          <>
            {issues.length > 0 && (
              <ul>
                {issues.map((i) => (
                  <li key={i}>{i}</li>
                ))}
              </ul>
            )}
            {todo}
          </>
        )
      }
      action={
        onRetry && (
          <Button size="small" onClick={onRetry}>
            {t('kit.retry')}
          </Button>
        )
      }
      closable={onClose ? { onClose, 'aria-label': t('kit.close') } : false}
    />
  );
}
