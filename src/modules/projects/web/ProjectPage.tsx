import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { Fragment, type ReactNode, Suspense } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { Money } from '../../../web/kit/Money.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { useText } from '../../../web/text.ts';
import { type EvidenceKind, evidenceKinds } from '../../evidence/domain/file.ts';
import { EvidenceList } from '../../evidence/web/EvidenceList.tsx';
import { Checklist } from './Checklist.tsx';
import { type Page, projects } from './client.ts';
import { DatesTab } from './DatesTab.tsx';
import { HistoryTab } from './HistoryTab.tsx';
import { arrivalRate } from './list-query.ts';
import { NoteBox } from './NoteBox.tsx';
import { pageLinks, pageSections } from './page-sections.ts';
import { ProjectActs } from './ProjectActs.tsx';
import './projects.css';
import { ProposalNotice } from './ProposalNotice.tsx';
import { RecordTab } from './RecordTab.tsx';
import { StageLogTab } from './StageLogTab.tsx';
import { StagePath } from './StagePath.tsx';
import { ExitText } from './ValueText.tsx';

/** A project with everything that is known of it and everything the reader may do. */
export function ProjectPage() {
  const { id = '' } = useParams();
  const query = useQuery({ queryKey: ['project', id], queryFn: () => projects.get({ params: { id } }) });
  return <Loaded query={query}>{(page) => <Body key={id} page={page} />}</Loaded>;
}

function Body({ page }: { page: Page }) {
  const t = useText();
  const { project: p } = page;
  return (
    <>
      <PageHeader
        title={p.name}
        trail={[[t('projects.menu'), '/projects']]}
        note={t(p.personName ? 'projects.head' : 'projects.head.nobody', { code: p.code, unit: p.unitName, person: p.personName })}
      >
        {pageLinks().map(({ title, Component }) => (
          <Suspense key={title} fallback={<span>{t(title)}</span>}>
            <Component projectId={p.id} />
          </Suspense>
        ))}
        <ProjectActs page={page} />
      </PageHeader>
      {p.masked && <p className="notice">{t('projects.masked.long')}</p>}
      <Merged page={page} />
      <Aside page={page} />
      <ProposalNotice page={page} />
      <StagePath page={page} />
      <Sums page={page} />
      <div className="page-columns">
        <NoteBox page={page} />
        <NextStage page={page} />
      </div>
      <Parts page={page} />
    </>
  );
}

/** Where a merged project went, and what came to this one. */
function Merged({ page: { merged } }: { page: Page }) {
  const t = useText();
  if (!merged.isMerged && merged.absorbed.length === 0) return null;
  return (
    <p className="notice">
      {merged.isMerged && t(merged.into ? 'projects.merged.into' : 'projects.merged.elsewhere')}{' '}
      {merged.into && <Link to={`/projects/${merged.into.id}`}>{`${merged.into.code} ${merged.into.name}`}</Link>}
      {merged.absorbed.length > 0 && t('projects.merged.absorbed')}{' '}
      {merged.absorbed.map((p) => (
        <Link key={p.id} to={`/projects/${p.id}`}>
          {`${p.code} ${p.name} `}
        </Link>
      ))}
    </p>
  );
}

/** Why and since when the project stands aside. */
function Aside({ page: { project, log } }: { page: Page }) {
  const t = useText();
  if (!project.side) return null;
  const left = log.findLast((c) => c.kind === 'side');
  return (
    <p className="notice">
      <b>{t('projects.aside', { side: t(`projects.side.${project.side}`), stage: t(`projects.stage.${project.stage}`) })}</b>{' '}
      {left?.happenedOn} {left?.exitTo && <ExitText exitTo={left.exitTo} />}{' '}
      {left?.reason && t('projects.because', { reason: left.reason })}
    </p>
  );
}

function Sums({ page: { project: p } }: { page: Page }) {
  const t = useText();
  const percent = arrivalRate(p);
  const sums = [
    ['field.totalMinor', p.totalFen, ''],
    ['projects.agreed', p.agreedFen, p.signedOn ? t('projects.signed.on', { on: p.signedOn }) : t('projects.signed.not')],
    ['projects.arrived', p.arrivedFen, percent === null ? '' : t('projects.rate.of', { percent })],
    ['projects.invested', p.investedFen, ''],
  ] as const;
  return (
    <dl className="sums">
      {sums.map(([label, fen, note]) => (
        <div key={label}>
          <dt>{t(label)}</dt>
          <dd>
            <Money fen={fen} /> {note && <small>{note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What the next stage asks for, where nothing hinders it. */
function NextStage({ page: { project, next, can } }: { page: Page }) {
  const t = useText();
  if (!next.stage || project.side) return null;
  const missing = next.checklist.filter((item) => !item.met);
  return (
    <section className="next-stage">
      <h2>
        {t(missing.length ? 'projects.next.missing' : 'projects.next.ready', {
          stage: t(`projects.stage.${next.stage}`),
          n: missing.length,
        })}
      </h2>
      <Checklist id={project.id} items={next.checklist} canMend={can.edit} />
    </section>
  );
}

/** The parts of the page, one at a time; which one is in the address. */
function Parts({ page }: { page: Page }) {
  const t = useText();
  const [search] = useSearchParams();
  const id = page.project.id;
  const parts: { key: string; title: string; content: ReactNode }[] = [
    { key: 'record', title: 'projects.tab.record', content: <RecordTab page={page} /> },
    { key: 'dates', title: 'projects.tab.dates', content: <DatesTab page={page} /> },
    ...pageSections().map(({ key, title, Component }) => ({ key, title, content: <Component projectId={id} /> })),
    { key: 'evidence', title: 'evidence.title', content: <Evidence page={page} kind={search.get('kind')} /> },
    { key: 'stages', title: 'projects.tab.stages', content: <StageLogTab page={page} /> },
    { key: 'history', title: 'projects.tab.history', content: <HistoryTab id={id} /> },
  ];
  const shown = parts.find((p) => p.key === search.get('tab')) ?? parts[0]!;
  return (
    <div className="parts">
      <nav className="part-links" aria-label={t('projects.parts')}>
        {parts.map(({ key, title }) => (
          <Link key={key} to={`?tab=${key}`} replace preventScrollReset aria-current={key === shown.key ? 'page' : undefined}>
            {t(title)}
          </Link>
        ))}
      </nav>
      <Suspense fallback={<Skeleton active />}>
        <Fragment key={shown.key}>{shown.content}</Fragment>
      </Suspense>
    </div>
  );
}

function Evidence({ page: { project }, kind }: { page: Page; kind: string | null }) {
  const t = useText();
  if (project.masked) return <p className="hint">{t('projects.masked.evidence')}</p>;
  const first = evidenceKinds.find((k) => k === kind);
  const kinds: readonly EvidenceKind[] = first ? [first, ...evidenceKinds.filter((k) => k !== first)] : evidenceKinds;
  return (
    <>
      <p className="hint">
        {t('projects.evidence.note')} <Link to="?tab=arrivals">{t('projects.evidence.funds')}</Link>
      </p>
      <EvidenceList key={kind} subject="project" subjectId={project.id} projectId={project.id} kinds={kinds} />
    </>
  );
}
