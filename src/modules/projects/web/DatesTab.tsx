import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { addressOf } from '../../../web/api.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { type Text, useLanguage, useText } from '../../../web/text.ts';
import { evidenceContract } from '../../evidence/contract.ts';
import { momentText } from '../../identity/web/moment.ts';
import { dateEvents } from '../domain/authority-date.ts';
import { type DateCell, type Dates, type Page, projects } from './client.ts';
import { DateDialog } from './DateDialog.tsx';

type Entry = NonNullable<DateCell['standing']>;

/** Start, statistics, scale and production: when the unit says so, and when each authority does. */
export function DatesTab({ page: { project } }: { page: Page }) {
  const t = useText();
  const query = useQuery({ queryKey: ['project-dates', project.id], queryFn: () => projects.dates({ params: { id: project.id } }) });
  if (project.masked) return <p className="hint">{t('projects.masked.dates')}</p>;
  return <Loaded query={query}>{(held) => <Matrix held={held} id={project.id} />}</Loaded>;
}

function Matrix({ held, id }: { held: Dates; id: string }) {
  const t = useText();
  const language = useLanguage();
  const [doing, setDoing] = useState<DateCell | null>(null);
  const who = (code: string | null) => authorityName(t, held.authorities.find((a) => a.code === code)?.[language] ?? code);
  const columns = [null, ...held.authorities.map((a) => a.code)];
  return (
    <>
      <p className="hint">
        {t('projects.dates.counts', { started: counted(held.counts.started), production: counted(held.counts.production) })}
      </p>
      <div className="date-matrix">
        <table aria-label={t('projects.tab.dates')}>
          <thead>
            <tr>
              <th scope="col">{t('field.event')}</th>
              {columns.map((code) => (
                <th key={code ?? ''} scope="col">
                  {code === null ? t('projects.dates.claimed') : t('projects.dates.recognised', { who: who(code) })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {dateEvents.map((event) => (
              <tr key={event}>
                <th scope="row">{t(`projects.event.${event}`)}</th>
                {columns.map((code) => (
                  <Cell
                    key={code ?? ''}
                    label={code === null ? t('projects.dates.claimed') : t('projects.dates.recognised', { who: who(code) })}
                    cell={held.cells.find((c) => c.event === event && c.authority === code)}
                    onRecord={setDoing}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {doing && <DateDialog id={id} cell={doing} who={who(doing.authority)} onClose={() => setDoing(null)} />}
    </>
  );
  function counted(code: string) {
    return code === 'claimed' ? t('projects.dates.by.claimed') : t('projects.dates.by.authority', { who: who(code) });
  }
}
const authorityName = (t: Text, name: string | null) => name ?? t('projects.dates.claimed');

type CellProps = { label: string; cell: DateCell | undefined; onRecord: (cell: DateCell) => void };
function Cell({ label, cell, onRecord }: CellProps) {
  const t = useText();
  if (!cell)
    return (
      <td className="none" data-label={label}>
        {t('kit.none')}
      </td>
    );
  const { standing, earlier, can } = cell;
  return (
    <td data-label={label}>
      {standing ? <Standing entry={standing} /> : <span className="hint">{t('projects.dates.none')}</span>}{' '}
      {can.record && (
        <Button size="small" type="link" onClick={() => onRecord(cell)}>
          {t(standing ? 'projects.dates.change' : 'projects.dates.record')}
        </Button>
      )}
      {earlier.length > 0 && (
        <details>
          <summary>{t('projects.dates.earlier', { n: earlier.length })}</summary>
          <ul>
            {earlier.toReversed().map((entry) => (
              <li key={entry.id}>
                <Standing entry={entry} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </td>
  );
}

function Standing({ entry: { happenedOn, kind, reason, recordedBy, recordedAt, evidence } }: { entry: Entry }) {
  const t = useText();
  return (
    <>
      <b>{happenedOn ?? t('projects.dates.takenBack')}</b> {kind && <span>{t(`projects.startKind.${kind}`)}</span>}
      <small title={momentText(recordedAt)}>
        {t('projects.dates.by', { who: recordedBy.name, on: momentText(recordedAt).slice(0, 10) })}
      </small>
      {reason && <small>{t('projects.because', { reason })}</small>}
      {evidence.map(({ id, name }) => (
        <small key={id}>
          <a href={addressOf(evidenceContract.download, { params: { id } })}>{name}</a>
        </small>
      ))}
    </>
  );
}
