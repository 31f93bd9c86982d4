import { useText } from '../../../web/text.ts';
import { stageNo, stages } from '../domain/stage.ts';
import type { Page } from './client.ts';

/** The way from 谋划 to 达效, with the day each stage was entered and where the project stands. */
export function StagePath({ page: { project, log } }: { page: Page }) {
  const t = useText();
  const here = stageNo(project.stage);
  const entered = new Map(log.filter((c) => c.fromStage !== c.toStage).map((c) => [c.toStage, c.happenedOn]));
  return (
    <ol className="stage-path" aria-label={t('projects.path')}>
      {stages.map((stage, i) => {
        const standing = i < here ? 'past' : i === here ? 'here' : 'ahead';
        return (
          <li key={stage} className={standing} aria-current={standing === 'here' ? 'step' : undefined}>
            <b>{t(`projects.stage.${stage}`)}</b>
            {i <= here && entered.has(stage) && <small>{entered.get(stage)}</small>}
          </li>
        );
      })}
    </ol>
  );
}
