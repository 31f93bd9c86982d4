import { useQuery } from '@tanstack/react-query';
import { Descriptions } from 'antd';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { Money } from '../../../web/kit/Money.tsx';
import { useText } from '../../../web/text.ts';
import { Checklist } from './Checklist.tsx';
import { type Page, projects } from './client.ts';
import { arrivalRate } from './list-query.ts';
import { StageMark } from './StageMark.tsx';

/** A project beside the list: what it is, and what its next stage still wants. */
export function ProjectSummary({ id }: { id: string }) {
  const query = useQuery({ queryKey: ['project', id], queryFn: () => projects.get({ params: { id } }) });
  return <Loaded query={query}>{(page) => <Summary page={page} />}</Loaded>;
}

function Summary({ page: { project: p, next, notes, can } }: { page: Page }) {
  const t = useText();
  const known = (text: string | null) => text ?? t('kit.none');
  const percent = arrivalRate(p);
  const missing = next.checklist.filter((item) => !item.met);
  const lines = [
    ['field.stage', <StageMark key="stage" stage={p.stage} side={p.side} />],
    ['projects.code', p.code],
    ['projects.unit', p.unitName],
    ['field.personId', known(p.personName)],
    ['field.leaderId', known(p.leaderName)],
    ['field.investorName', p.masked ? t('projects.masked') : known(p.investorName)],
    ['field.industryCode', known(p.industryName)],
    ['field.totalMinor', <Money key="total" fen={p.totalFen} />],
    ['projects.signedOn', known(p.signedOn)],
    ['projects.agreed', <Money key="agreed" fen={p.agreedFen} />],
    [
      'projects.arrived',
      <span key="arrived">
        <Money fen={p.arrivedFen} /> {percent !== null && t('projects.rate.of', { percent })}
      </span>,
    ],
    ['projects.invested', <Money key="invested" fen={p.investedFen} />],
  ] as const;
  return (
    <div className="panel">
      <Descriptions size="small" column={1} items={lines.map(([key, children]) => ({ key, label: t(key), children }))} />
      <LatestNote note={notes[0]} />
      {next.stage && !p.side && (
        <section>
          <h3>
            {t(missing.length ? 'projects.next.missing' : 'projects.next.ready', {
              stage: t(`projects.stage.${next.stage}`),
              n: missing.length,
            })}
          </h3>
          <Checklist id={p.id} items={missing} canMend={can.edit} />
        </section>
      )}
    </div>
  );
}

function LatestNote({ note }: { note: Page['notes'][number] | undefined }) {
  const t = useText();
  if (!note?.body) return null;
  return (
    <p className="latest-note">
      {note.body} <small>{t('projects.note.by', { who: note.recordedBy.name, on: note.happenedOn })}</small>
    </p>
  );
}
