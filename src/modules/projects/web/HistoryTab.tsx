import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { Link } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import type { History, HistoryLine } from '../domain/project-page.ts';
import { projects } from './client.ts';
import { historySentence } from './history-sentence.ts';
import { ChangeText } from './ValueText.tsx';

/** What of a trace people need not read. */
const technical = new Set(['id', 'version', 'proposedBy']);

/** Every act on the project, newest first, field by field; and what it counted for in reports, each time that changed. */
export function HistoryTab({ id }: { id: string }) {
  const t = useText();
  const query = useQuery({ queryKey: ['project-history', id], queryFn: () => projects.history({ params: { id } }) });
  return (
    <Loaded query={query}>
      {({ acts, lines, attributions }) => (
        <div className="log-tab">
          {attributions.length > 1 && <Attributions rows={attributions} />}
          <section>
            <h3>{t('projects.acts')}</h3>
            {acts.length + lines.length === 0 && <p className="hint">{t('projects.acts.none')}</p>}
            <ol className="log">
              {inOrder(acts, lines).map((entry) => (
                <Fragment key={entry.key}>{entry.act ? <ActLine act={entry.act} /> : <KnownLine line={entry.line} />}</Fragment>
              ))}
            </ol>
          </section>
        </div>
      )}
    </Loaded>
  );
}

type Entry = { at: string; key: string } & ({ act: History['acts'][number] } | { act: null; line: HistoryLine });
/** Acts and what later rooms know as one list, the newest first. */
const inOrder = (acts: History['acts'], lines: History['lines']): Entry[] =>
  [
    ...acts.map((act, i): Entry => ({ at: act.at, key: `act ${i}`, act })),
    // What came later of the same moment stands above.
    ...lines.toReversed().map((line, i): Entry => ({ at: line.at, key: `line ${i}`, act: null, line })),
  ].toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));

function KnownLine({ line: { at, by, title, reasons, note, link } }: { line: HistoryLine }) {
  const t = useText();
  const words = historySentence(t, title);
  return (
    <li>
      <time>{momentText(at)}</time>
      <div>
        <b>{link ? <Link to={link}>{words}</Link> : words}</b> <small>{by}</small>
        {(reasons.length > 0 || note) && (
          <ul className="changes">
            {reasons.map((reason) => (
              <li key={reason.key}>{historySentence(t, reason)}</li>
            ))}
            {note && <li>{note}</li>}
          </ul>
        )}
      </div>
    </li>
  );
}

function ActLine({ act }: { act: History['acts'][number] }) {
  const t = useText();
  const changes = act.changes.filter((c) => !technical.has(c.field) && JSON.stringify(c.before) !== JSON.stringify(c.after));
  const currency = changes.find((c) => c.field === 'currency');
  const currencies = [String(currency?.before ?? 'CNY'), String(currency?.after ?? 'CNY')] as const;
  return (
    <li>
      <time>{momentText(act.at)}</time>
      <div>
        <b>{t(`act.${act.action}`)}</b> <small>{act.by.name}</small>
        <ul className="changes">
          {changes.map(({ field, before, after }) => (
            <li key={field}>
              <ChangeText field={field} before={before} after={after} currencies={currencies} />
            </li>
          ))}
        </ul>
      </div>
    </li>
  );
}

function Attributions({ rows }: { rows: History['attributions'] }) {
  const t = useText();
  return (
    <section>
      <h3>{t('projects.attributions')}</h3>
      <ol className="log">
        {rows.toReversed().map((a) => (
          <li key={a.recordedAt}>
            <time>{momentText(a.recordedAt)}</time>
            <div>
              {[a.unitName, a.industryCode, a.parkName, a.leaderName, a.investorName].filter(Boolean).join(' · ')}
              {a.reason && <p>{t('projects.because', { reason: a.reason })}</p>}
              <small>{a.recordedBy.name}</small>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
