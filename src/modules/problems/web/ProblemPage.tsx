import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { PaperLinks } from '../../evidence/web/PaperLinks.tsx';
import { momentText } from '../../identity/web/moment.ts';
import type { NearProblem, ProblemView } from '../contract.ts';
import { problems, useProblemRules } from './client.ts';
import { ProblemActs } from './ProblemActs.tsx';
import { StateMark } from './StateMark.tsx';

/** A problem: what it is, where it stands, what each did, and the problems around it. */
export function ProblemPage() {
  const t = useText();
  const { projectId = '', id = '' } = useParams();
  const query = useQuery({
    queryKey: ['problems', projectId, id],
    queryFn: () => problems.get({ params: { id: projectId, entryId: id } }),
  });
  return (
    <Loaded query={query}>
      {(problem) => (
        <>
          <PageHeader
            title={problem.title || t('problems.masked')}
            trail={[[t('problems.title'), '/problems']]}
            note={t('problems.no', problem)}
          >
            <ProblemActs problem={problem} />
          </PageHeader>
          <Facts t={t} problem={problem} />
          {problem.words && <p className="problem-words">{problem.words}</p>}
          <h2>{t('problems.history')}</h2>
          <History t={t} problem={problem} />
          <Around title={t('problems.mergedHere')} items={problem.mergedHere} />
          <Around title={t('problems.linked')} items={problem.linked} />
          <Around title={t('problems.similar')} items={problem.similar} />
        </>
      )}
    </Loaded>
  );
}

function Facts({ t, problem: p }: { t: Text; problem: ProblemView }) {
  const { typeWord, levelWord } = useProblemRules();
  const project = p.isProjectVisible ? <Link to={`/projects/${p.projectId}?tab=problems`}>{p.projectName}</Link> : p.projectName;
  const facts = [
    [t('problems.state'), <StateMark key="state" row={p} />],
    [t('projects.name'), project],
    [t('problems.owner'), p.ownerName],
    [t('problems.due'), p.state === 'open' ? p.dueOn : t('kit.none')],
    [t('problems.type'), typeWord(p.type)],
    [t('problems.level'), levelWord(p.level)],
    [t('problems.source'), [t(`problems.source.${p.source}`), p.sourceOn].filter(Boolean).join(' ')],
    [t('problems.age'), t('problems.days', { n: p.ageDays })],
  ] as const;
  return (
    <dl className="problem-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function History({ t, problem: p }: { t: Text; problem: ProblemView }) {
  return (
    <ol className="problem-history">
      {p.events.toReversed().map((e) => (
        <li key={e.id}>
          <span className={e.isGone ? 'gone' : ''}>
            <b>{eventWords(t, p, e)}</b> {e.words}
          </span>
          {e.other && (
            <Link to={`/problems/${e.other.projectId}/${e.other.id}`}>{t('problems.no', { year: e.other.year, no: e.other.no })}</Link>
          )}
          <PaperLinks papers={e.evidence} />
          <small>{t('problems.by', { who: e.by, at: momentText(e.at) })}</small>
        </li>
      ))}
      <li>
        <b className={p.state === 'withdrawn' ? 'gone' : ''}>{t('problems.event.raised')}</b>
        <small>{t('problems.by', { who: p.raisedBy, at: momentText(p.raisedAt) })}</small>
      </li>
    </ol>
  );
}
/** What happened, in a sentence: who it went to, until when, and who of the enterprise said so. */
function eventWords(t: Text, p: ProblemView, e: ProblemView['events'][number]): string {
  if (e.kind === 'taken_back' && p.state === 'withdrawn' && e.id === p.events.at(-1)?.id) return t('problems.event.raising_taken_back');
  const tier = e.tier ? t(`problems.tier.${e.tier}`) : '';
  const said = t(`problems.event.${e.kind}`, { owner: e.ownerName, tier, by: e.toldBy, on: e.happenedOn });
  return e.dueOn ? `${said}${t('problems.event.until', { on: e.dueOn })}` : said;
}

function Around({ title, items }: { title: string; items: readonly NearProblem[] }) {
  const t = useText();
  if (items.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      <ul className="problem-near">
        {items.map((n) => (
          <li key={n.id}>
            <Link to={`/problems/${n.projectId}/${n.id}`}>{n.title || t('problems.masked')}</Link>{' '}
            <small>{[t('problems.no', n), n.projectName, t(`problems.state.${n.state}`)].join(' · ')}</small>
          </li>
        ))}
      </ul>
    </>
  );
}
