import { useQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { Sheet, type SheetProps } from '../../../web/kit/Sheet.tsx';
import { useText } from '../../../web/text.ts';
import { EvidenceList } from '../../evidence/web/EvidenceList.tsx';
import { momentText } from '../../identity/web/moment.ts';
import type { Agreement, Arrival, Investment } from '../contract.ts';
import type { Ledger } from '../domain/entry.ts';
import { fundsOf, type ProjectFunds } from './client.ts';
import { kindsFor } from './entry-files.ts';
import './funds.css';
import { ReverseDialog } from './ReverseDialog.tsx';

type Entry = Agreement | Arrival | Investment;
type Props<R> = {
  ledger: Ledger;
  projectId: string;
  rowsIn: (funds: ProjectFunds) => readonly R[];
  /** Columns of the ledger's own; who recorded it and what can be done with it come after. */
  columns: SheetProps<R>['columns'];
  /** What all rows come to. */
  summary: (funds: ProjectFunds) => ReactNode;
  dialog: (entry: R | null, onClose: () => void, funds: ProjectFunds) => ReactNode;
};

/** One ledger of a project: its rows with running sums, reversed pairs struck and linked, evidence with every row. */
export function EntrySection<R extends Entry>({ ledger, projectId, rowsIn, columns, summary, dialog }: Props<R>) {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const query = useQuery(fundsOf(projectId));
  const [correcting, setCorrecting] = useState<R | null>(null);
  const [reversing, setReversing] = useState<R | null>(null);
  const [proving, setProving] = useState<R | null>(null);
  const put = (act: string | null) => setSearch((now) => (act ? now.set('act', act) : now.delete('act'), now), { replace: true });
  const trail: SheetProps<R>['columns'] = [
    {
      key: 'note',
      title: t('funds.note'),
      width: 150,
      render: (r) => (
        <>
          <EntryNote entry={r} />
          <Origin entry={r} />
        </>
      ),
    },
    {
      key: 'recorded',
      title: t('funds.recorded'),
      width: 160,
      render: (r) => t('funds.recorded.by', { who: r.recordedByName, at: momentText(r.recordedAt).slice(0, 10) }),
    },
    {
      key: 'acts',
      title: t('funds.acts'),
      width: 132,
      render: (r) => (
        <span className="entry-acts">
          {!r.isMasked && (
            <Button type="link" size="small" onClick={() => setProving(r)}>
              {t('funds.evidence')}
            </Button>
          )}
          {r.can.reverse && (
            <>
              <Button type="link" size="small" onClick={() => setCorrecting(r)}>
                {t('funds.correct')}
              </Button>
              <Button type="link" size="small" danger onClick={() => setReversing(r)}>
                {t('funds.reverse')}
              </Button>
            </>
          )}
        </span>
      ),
    },
  ];
  const label = t(`funds.tab.${ledger}`);
  return (
    <Loaded query={query}>
      {(funds) => (
        <section aria-label={label} className="entries">
          <div className="entries-head">
            <span>{summary(funds)}</span>
            {funds.can.record && (
              <Button type="primary" onClick={() => put('record')}>
                {t(`funds.record.${ledger}`)}
              </Button>
            )}
          </div>
          {rowsIn(funds).length === 0 ? (
            <p className="hint">{t(`funds.none.${ledger}`)}</p>
          ) : (
            <Sheet
              label={label}
              columns={[...columns, ...trail]}
              items={rowsIn(funds)}
              rowKey={(r) => r.id}
              rowProps={(r) => ({ id: `entry-${r.id}`, className: r.reverses || r.reversedBy ? 'struck' : '' })}
            />
          )}
          {search.get('act') === 'record' && funds.can.record && dialog(null, () => put(null), funds)}
          {correcting && dialog(correcting, () => setCorrecting(null), funds)}
          {reversing && <ReverseDialog ledger={ledger} projectId={projectId} entryId={reversing.id} onClose={() => setReversing(null)} />}
          <Drawer
            open={proving !== null}
            onClose={() => setProving(null)}
            size="min(480px, 100vw)"
            title={t('funds.evidence.of', { what: label })}
          >
            {proving && <EvidenceList subject={ledger} subjectId={proving.id} projectId={projectId} kinds={kindsFor[ledger]} />}
          </Drawer>
        </section>
      )}
    </Loaded>
  );
}

/** The submission, sheet and cell that an entry was imported from. */
function Origin({ entry }: { entry: Entry }) {
  const t = useText();
  const { source = null } = entry as Partial<ProjectFunds['arrivals'][number]>;
  if (!source) return null;
  const { fileName, edition, sheet, cell, batchId } = source;
  const words = t('funds.source', { file: fileName, n: edition, place: [sheet, cell].filter(Boolean).join(' ') });
  return <small className="entry-source">{batchId ? <Link to={`/imports/${batchId}?step=check`}>{words}</Link> : words}</small>;
}

/** How an entry stands to another, why it was recorded in spite of doubt, and its remark. */
function EntryNote({ entry }: { entry: Entry }) {
  const t = useText();
  if (entry.reverses)
    return (
      <span title={entry.reason ?? ''}>
        <a href={`#entry-${entry.reverses}`}>{t('funds.reverses')}</a> {entry.reason}
      </span>
    );
  if (entry.reversedBy) return <a href={`#entry-${entry.reversedBy}`}>{t('funds.reversedBy')}</a>;
  const acknowledged = 'acknowledged' in entry ? entry.acknowledged : null;
  const words = [acknowledged && t('funds.acknowledged', { reason: acknowledged.reason }), entry.remark]
    .filter(Boolean)
    .join(t('projects.semicolon'));
  return <span title={words}>{words || t('kit.none')}</span>;
}
