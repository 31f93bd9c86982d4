import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { addressOf } from '../../../web/api.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { Money } from '../../../web/kit/Money.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { ReasonDialog } from '../../../web/kit/ReasonDialog.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { reserveContract } from '../contract.ts';
import { ideaNo, type SetState, setStates } from '../domain/idea.ts';
import type { IdeaView } from '../domain/view.ts';
import { Benefits } from './Benefits.tsx';
import { reserve, useReserveWords } from './client.ts';
import { IdeaDialog } from './IdeaDialog.tsx';
import { PromoteDialog } from './PromoteDialog.tsx';
import { ReadinessTable } from './ReadinessTable.tsx';
import './reserve.css';

type Doing = 'edit' | 'promote' | SetState | null;

/** An idea on one page: what it is, how far 前期工作 is, what it is worth, and what became of it. */
export function IdeaPage() {
  const t = useText();
  const { id = '' } = useParams();
  const [doing, setDoing] = useState<Doing>(null);
  const query = useQuery({ queryKey: ['reserve', 'idea', id], queryFn: () => reserve.get({ params: { id } }) });
  return (
    <Loaded query={query}>
      {(idea) => (
        <>
          <PageHeader
            title={idea.name}
            trail={[[t('reserve.title'), '/ideas']]}
            note={t('reserve.head', { no: ideaNo(idea), state: t(`reserve.state.${idea.state}`), unit: idea.unitName })}
          >
            <a href={addressOf(reserveContract.sheet, { params: { id } })}>{t('reserve.sheet')}</a>
            <Acts t={t} idea={idea} onDo={setDoing} />
          </PageHeader>
          {idea.projectId && (
            <p className="idea-part">
              {t('reserve.became')}{' '}
              {idea.project ? (
                <Link to={`/projects/${idea.project.id}`}>
                  {idea.project.code} {idea.project.name}
                </Link>
              ) : (
                t('reserve.became.elsewhere')
              )}
            </p>
          )}
          <section className="idea-part" aria-label={t('reserve.about')}>
            <h2>{t('reserve.about')}</h2>
            <About t={t} idea={idea} />
          </section>
          <section className="idea-part" aria-label={t('reserve.readiness')}>
            <h2>
              {t('reserve.readiness')} <small>{t('reserve.readiness.of', idea.readiness)}</small>
            </h2>
            <ReadinessTable idea={idea} />
          </section>
          <section className="idea-part" aria-label={t('reserve.benefits')}>
            <h2>
              {t('reserve.benefits')} <small>{t('reserve.benefits.rule', { n: idea.ruleVersion })}</small>
            </h2>
            <Benefits idea={idea} />
          </section>
          <History t={t} idea={idea} />
          {doing === 'edit' && <IdeaDialog idea={idea} onClose={() => setDoing(null)} />}
          {doing === 'promote' && <PromoteDialog idea={idea} onClose={() => setDoing(null)} />}
          {setStates.map((to) => doing === to && <StateDialog key={to} idea={idea} to={to} onClose={() => setDoing(null)} />)}
        </>
      )}
    </Loaded>
  );
}

/** What may be done to it as it stands: an idea that is a project by now is left as it was. */
function Acts({ t, idea, onDo }: { t: Text; idea: IdeaView; onDo: (doing: Doing) => void }) {
  if (idea.state === 'promoted') return null;
  const isOpen = idea.state === 'open';
  return (
    <>
      {idea.can.keep && isOpen && <Button onClick={() => onDo('edit')}>{t('reserve.edit')}</Button>}
      {idea.can.keep &&
        setStates
          .filter((to) => to !== idea.state)
          .map((to) => (
            <Button key={to} onClick={() => onDo(to)}>
              {t(`reserve.set.${to}`)}
            </Button>
          ))}
      {idea.can.promote && (
        <Button type="primary" onClick={() => onDo('promote')}>
          {t('reserve.promote')}
        </Button>
      )}
    </>
  );
}

function StateDialog({ idea, to, onClose }: { idea: IdeaView; to: SetState; onClose: () => void }) {
  const t = useText();
  const act = useCommand({
    run: (reason: string) => reserve.setState({ params: { id: idea.id }, body: { version: idea.version, to, reason } }),
    done: t('reserve.saved'),
    after: onClose,
    refusals: 'alert',
  });
  return <ReasonDialog open title={t(`reserve.set.${to}`)} busy={act.busy} refusal={act.refusal} onGive={act.run} onCancel={onClose} />;
}

function About({ t, idea }: { t: Text; idea: IdeaView }) {
  const words = useReserveWords();
  const none = t('kit.none');
  const fields = [
    [t('reserve.theme'), words.theme(idea.theme)],
    [t('reserve.industry'), idea.industryName ?? none],
    [t('reserve.total'), <Money key="total" fen={idea.totalFen} />],
    [t('reserve.land'), idea.landMu ? t('reserve.mu', { n: idea.landMu }) : none],
    [t('reserve.tax'), <Money key="tax" fen={idea.taxFen} />],
    [t('reserve.jobs'), idea.jobs ?? none],
    [t('reserve.person'), idea.personName ?? none],
    [t('reserve.place'), idea.place ?? none],
  ] as const;
  return (
    <>
      <dl className="idea-about">
        {fields.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {idea.summary && <p className="idea-summary">{idea.summary}</p>}
    </>
  );
}

function History({ t, idea }: { t: Text; idea: IdeaView }) {
  const words = useReserveWords();
  const said = (event: IdeaView['events'][number]) =>
    event.kind === 'readiness'
      ? Object.entries(event.changes ?? {}).map(([key, change]) => {
          const [, now] = change as [string, string];
          return t('reserve.event.item', { item: words.item(key), state: t(`reserve.item.${now}`) });
        })
      : Object.keys(event.changes ?? {}).map((key) => t(`reserve.field.${key}`));
  return (
    <section className="idea-part" aria-label={t('reserve.history')}>
      <h2>{t('reserve.history')}</h2>
      <ol className="idea-history">
        {idea.events.map((e) => (
          <li key={e.id}>
            <b>{t(`reserve.event.${e.kind}`)}</b> <span>{[...said(e), e.words ?? ''].filter(Boolean).join(t('shell.comma'))}</span>{' '}
            <small>
              {e.by} {momentText(e.at)}
            </small>
          </li>
        ))}
      </ol>
    </section>
  );
}
