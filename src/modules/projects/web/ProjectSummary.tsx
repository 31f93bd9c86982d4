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
  const none = t('kit.none');
  const percent = arrivalRate(p);
  const missing = next.checklist.filter((item) => !item.met);
  const lines = [
    ['field.stage', <StageMark key="stage" stage={p.stage} side={p.side} />],
    ['projects.code', p.code],
    ['projects.unit', p.unitName],
    ['field.personId', p.personName ?? none],
    ['field.leaderId', p.leaderName ?? none],
    ['field.investorName', p.masked ? t('projects.masked') : (p.investorName ?? none)],
    ['field.industryCode', p.industryName ?? none],
    ['field.totalMinor', <Money key="total" fen={p.totalFen} />],
    ['projects.signedOn', p.signedOn ?? none],
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
      {notes[0]?.body && (
        <p className="latest-note">
          {notes[0].body} <small>{t('projects.note.by', { who: notes[0].recordedBy.name, on: notes[0].happenedOn })}</small>
        </p>
      )}
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
