import type { SheetProps } from '../../../web/kit/Sheet.tsx';
import { Money } from '../../../web/kit/Money.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { useWords } from '../../projects/web/names.ts';
import { AgreementDialog } from './AgreementDialog.tsx';
import { ArrivalDialog } from './ArrivalDialog.tsx';
import type { ProjectFunds } from './client.ts';
import { EntryMoney } from './EntryMoney.tsx';
import { EntrySection } from './EntrySection.tsx';
import { InvestmentDialog } from './InvestmentDialog.tsx';
import { withRunningTotal } from './running.ts';

type Of<K extends 'agreements' | 'arrivals' | 'investments'> = ProjectFunds[K][number];
type Columns<R> = SheetProps<R>['columns'];
/** When it happened, and the month it is booked in where its own was closed. */
const dated = (t: Text, happened: string, booked: string | null) =>
  booked ? t('funds.bookedIn', { date: happened, later: booked }) : happened;

const dash = (text: string | null) => text ?? '—';

/** When the 投资协议 in force was signed, another than this one. */
function signingBefore(agreements: readonly Of<'agreements'>[], entry: Readonly<{ id: string }> | null): string | null {
  const inForce = agreements.filter((a) => a.kind === 'investment' && !a.reverses && !a.reversedBy && a.id !== entry?.id);
  return inForce.map((a) => a.signedOn).toSorted()[0] ?? null;
}

/** Agreements of a project. */
export function AgreementsSection({ projectId }: { projectId: string }) {
  const t = useText();
  const kinds = useWords('agreement_kind');
  const columns: Columns<Of<'agreements'> & { cumulativeFen: number }> = [
    { key: 'signedOn', title: t('projects.signedOn'), width: 150, render: (r) => dated(t, r.signedOn, r.bookedOn) },
    { key: 'kind', title: t('funds.agreement.kind'), width: 96, render: (r) => kinds.of(r.kind) },
    { key: 'title', title: t('funds.title'), width: 150, render: (r) => (r.isMasked ? t('projects.masked') : dash(r.title)) },
    { key: 'party', title: t('funds.party'), width: 150, render: (r) => (r.isMasked ? t('projects.masked') : dash(r.party)) },
    {
      key: 'total',
      title: t('funds.total'),
      width: 160,
      numeric: true,
      render: (r) => <EntryMoney minor={r.totalMinor} fen={r.totalFen} terms={r} />,
    },
    {
      key: 'attracted',
      title: t('projects.attracted'),
      width: 130,
      numeric: true,
      render: (r) => <EntryMoney minor={r.attractedMinor} fen={r.attractedFen} terms={r} />,
    },
    {
      key: 'fixed',
      title: t('projects.fixed'),
      width: 130,
      numeric: true,
      render: (r) => <EntryMoney minor={r.fixedMinor} fen={r.fixedFen} terms={r} />,
    },
    {
      key: 'cumulative',
      title: t('funds.cumulative'),
      width: 130,
      numeric: true,
      render: (r) => <Money fen={r.cumulativeFen} unit="万元" />,
    },
  ];
  return (
    <EntrySection
      ledger="agreement"
      projectId={projectId}
      rowsIn={(funds) => withRunningTotal(funds.agreements)}
      columns={columns}
      summary={({ totals }) => (
        <>
          {t('projects.agreed')} <Money fen={totals.agreedFen} /> · {t('projects.attracted')} <Money fen={totals.attractedFen} /> ·{' '}
          {t('projects.fixed')} <Money fen={totals.fixedFen} />
        </>
      )}
      dialog={(entry, onClose, { agreements }) => (
        <AgreementDialog projectId={projectId} entry={entry} signedOn={signingBefore(agreements, entry)} onClose={onClose} />
      )}
    />
  );
}

/** Money that arrived for a project. */
export function ArrivalsSection({ projectId }: { projectId: string }) {
  const t = useText();
  const kinds = useWords('arrival_kind');
  const columns: Columns<Of<'arrivals'>> = [
    { key: 'arrivedOn', title: t('funds.arrivedOn'), width: 150, render: (r) => dated(t, r.arrivedOn, r.bookedOn) },
    {
      key: 'amount',
      title: t('funds.amount'),
      width: 160,
      numeric: true,
      render: (r) => <EntryMoney minor={r.amountMinor} fen={r.amountFen} terms={r} />,
    },
    {
      key: 'cumulative',
      title: t('funds.cumulative'),
      width: 130,
      numeric: true,
      render: (r) => <Money fen={r.cumulativeFen} unit="万元" />,
    },
    { key: 'kind', title: t('funds.arrival.kind'), width: 96, render: (r) => kinds.of(r.kind) },
    { key: 'payer', title: t('funds.payer'), width: 130, render: (r) => (r.isMasked ? t('projects.masked') : dash(r.payer)) },
    { key: 'voucherNo', title: t('funds.voucherNo'), width: 128, render: (r) => dash(r.voucherNo) },
  ];
  return (
    <EntrySection
      ledger="arrival"
      projectId={projectId}
      rowsIn={(funds) => funds.arrivals}
      columns={columns}
      summary={({ totals }) => (
        <>
          {t('projects.arrived')} <Money fen={totals.arrivedFen} />
        </>
      )}
      dialog={(entry, onClose) => <ArrivalDialog projectId={projectId} entry={entry} onClose={onClose} />}
    />
  );
}

/** Investment done in a project, month by month. */
export function InvestmentsSection({ projectId }: { projectId: string }) {
  const t = useText();
  const amount = (key: 'civilFen' | 'installationFen' | 'equipmentFen' | 'otherFen' | 'amountFen' | 'yearFen' | 'cumulativeFen') => ({
    key,
    title: t(`funds.${key}`),
    width: 122,
    numeric: true,
    render: (r: Of<'investments'>) => <Money fen={r[key]} unit="万元" />,
  });
  const columns: Columns<Of<'investments'>> = [
    { key: 'month', title: t('funds.month'), width: 140, render: (r) => dated(t, r.month, r.bookedOn) },
    amount('amountFen'),
    amount('yearFen'),
    amount('cumulativeFen'),
    amount('civilFen'),
    amount('installationFen'),
    amount('equipmentFen'),
    amount('otherFen'),
  ];
  return (
    <EntrySection
      ledger="investment"
      projectId={projectId}
      rowsIn={(funds) => funds.investments}
      columns={columns}
      summary={({ totals }) => (
        <>
          {t('projects.invested')} <Money fen={totals.investedFen} />
        </>
      )}
      dialog={(entry, onClose) => <InvestmentDialog projectId={projectId} entry={entry} onClose={onClose} />}
    />
  );
}
