import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { ReasonDialog } from '../../../web/kit/ReasonDialog.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import type { ReportForm as Form } from '../contract.ts';
import { formQuery, progress } from './client.ts';
import { ExceptDialog } from './ExceptDialog.tsx';
import './progress.css';
import { ReportForm } from './ReportForm.tsx';
import { ReportHistory } from './ReportHistory.tsx';
import { StateMark } from './StateMark.tsx';

/** A month of a project: the report to write or to review, what the ledger holds of it, and every report of it so far. */
export function ReportPage() {
  const { id = '', month = '' } = useParams();
  return (
    <Loaded query={useQuery(formQuery(id, month))}>{(form) => <Month key={form.reports[0]?.id ?? 'new'} id={id} form={form} />}</Loaded>
  );
}

function Month({ id, form }: { id: string; form: Form }) {
  const t = useText();
  const [writing, setWriting] = useState(form.reports.length === 0 || form.reports[0]!.outcome === 'returned');
  return (
    <>
      <PageHeader
        title={t('progress.of', { month: periodWords(t, form.covers, form.month) })}
        trail={[
          [form.project.name, `/projects/${id}?tab=reports`],
          [t('progress.title'), `/reports?month=${form.month}`],
        ]}
        note={t('progress.page.note', { due: form.dueOn })}
      >
        <StateMark {...form} />
        <Decide id={id} form={form} />
        {form.can.report && !writing && <Button onClick={() => setWriting(true)}>{t('progress.again')}</Button>}
        {form.can.except && <ExceptDialog id={id} month={form.month} />}
      </PageHeader>
      <Standing t={t} form={form} />
      {form.can.report && writing && <ReportForm id={id} form={form} />}
      <ReportHistory form={form} />
    </>
  );
}

const periodWords = (t: Text, covers: readonly string[], month: string) =>
  covers.length > 1
    ? t('progress.period', {
        start: covers[0],
        month,
        year: month.slice(0, 4),
        first: Number(covers[0]!.slice(5)),
        last: Number(month.slice(5)),
      })
    : month;

/** Why nothing can be written, or why it can though the month is closed. */
function Standing({ t, form }: { t: Text; form: Form }) {
  const returned = form.reports[0]?.outcome === 'returned' ? form.reports[0] : null;
  const lines = [
    form.covers.length === 0 && t('progress.exempt', { month: form.month }),
    form.isClosed && !form.exception && t('progress.closed', { month: form.month }),
    form.exception && t('progress.excepted', { until: form.exception.untilOn, reason: form.exception.reason }),
    returned && t('progress.returnedWith', { by: returned.decidedBy ?? '', note: returned.note ?? '' }),
  ].filter((line): line is string => typeof line === 'string');
  return lines.map((line) => <Alert key={line} className="report-notice" type="warning" showIcon title={line} />);
}

function Decide({ id, form }: { id: string; form: Form }) {
  const t = useText();
  const [returning, setReturning] = useState(false);
  const reportId = form.reports[0]?.id ?? '';
  const accept = useCommand({
    run: () => progress.accept({ body: { reports: [{ projectId: id, id: reportId }] } }),
    done: ({ entries }) => t(entries > 0 ? 'progress.accepted.entry' : 'progress.accepted.none'),
  });
  const giveBack = useCommand({
    run: (note: string) => progress.sendBack({ params: { id, entryId: reportId }, body: { note } }),
    done: t('progress.returned'),
    after: () => setReturning(false),
    refusals: 'alert',
  });
  if (!form.can.decide) return null;
  return (
    <>
      <Button onClick={() => setReturning(true)}>{t('progress.return')}</Button>
      <Button type="primary" loading={accept.busy} onClick={() => accept.run(undefined)}>
        {t('progress.accept')}
      </Button>
      <ReasonDialog
        open={returning}
        title={t('progress.return')}
        busy={giveBack.busy}
        refusal={giveBack.refusal}
        onGive={giveBack.run}
        onCancel={() => setReturning(false)}
      />
    </>
  );
}
