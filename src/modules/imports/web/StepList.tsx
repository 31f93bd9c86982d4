import { useText } from '../../../web/text.ts';
import type { ImportView } from '../domain/import-view.ts';
import { openSteps, type Step, steps } from './steps.ts';

type Props = { batch: ImportView; step: Step; onGo: (step: Step) => void };

/** The five steps, the present one marked; those that are open are buttons. */
export function StepList({ batch, step, onGo }: Props) {
  const t = useText();
  const open = openSteps(batch);
  const here = steps.indexOf(step);
  return (
    <ol className="import-steps" aria-label={t('imports.steps')}>
      {steps.map((name, i) => {
        const words = (
          <>
            <b>{i + 1}</b> {t(`imports.step.${name}`)}
          </>
        );
        const isDone = i < here || batch.status === 'committed';
        return (
          <li key={name} className={isDone ? 'done' : undefined} aria-current={name === step ? 'step' : undefined}>
            {open.includes(name) && name !== step ? (
              <button type="button" className="plain-link" onClick={() => onGo(name)}>
                {words}
              </button>
            ) : (
              <span>{words}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
