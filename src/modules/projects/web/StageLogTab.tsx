import { useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import type { Page } from './client.ts';
import { ExitText } from './ValueText.tsx';

type Entry = Page['log'][number];

/** Every change of stage, newest first, and the time spent in each stage, counted from this log alone. */
export function StageLogTab({ page: { log, times, project } }: { page: Page }) {
  const t = useText();
  return (
    <div className="log-tab">
      <section>
        <h3>{t('projects.times')}</h3>
        <ul className="times">
          {times.map(({ stage, days, asideDays }) => (
            <li key={stage} className={stage === project.stage ? 'here' : ''}>
              <b>{t(`projects.stage.${stage}`)}</b> {t('projects.days', { n: days })}
              {asideDays > 0 && <small>{t('projects.days.aside', { n: asideDays })}</small>}
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>{t('projects.log')}</h3>
        <ol className="log">
          {log.toReversed().map((entry) => (
            <LogLine key={entry.id} entry={entry} />
          ))}
        </ol>
      </section>
    </div>
  );
}

function LogLine({ entry }: { entry: Entry }) {
  const t = useText();
  const { gateVersion, kind, fromStage, toStage, toSide, fromSide, happenedOn, reason, exitTo, proposedBy, recordedBy, recordedAt } = entry;
  const stage = (s: Entry['toStage']) => t(`projects.stage.${s}`);
  const what = () => {
    if (kind === 'side') return t('projects.log.side', { stage: stage(toStage), side: t(`projects.side.${toSide!}`) });
    if (kind === 'reopen') return t('projects.log.reopen', { side: fromSide ? t(`projects.side.${fromSide}`) : '', stage: stage(toStage) });
    return fromStage === null || fromStage === toStage ? stage(toStage) : `${stage(fromStage)} → ${stage(toStage)}`;
  };
  return (
    <li>
      <time>{happenedOn}</time>
      <div>
        <b>{what()}</b> <span className="kind">{t(`projects.kind.${kind}`)}</span>
        {(reason || exitTo) && (
          <p>
            {exitTo && (
              <>
                <ExitText exitTo={exitTo} />
                {reason && t('projects.semicolon')}
              </>
            )}
            {reason}
          </p>
        )}
        <small>
          {proposedBy
            ? t('projects.log.two', { proposer: proposedBy.name, who: recordedBy.name, at: momentText(recordedAt) })
            : t('projects.log.one', { who: recordedBy.name, at: momentText(recordedAt) })}
          {gateVersion !== null && ` · ${t('projects.log.gate', { n: gateVersion })}`}
        </small>
      </div>
    </li>
  );
}
