import { useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { formatFen, grouped } from '../../../kernel/money.ts';
import type { Column } from '../../../web/kit/column.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { Money } from '../../../web/kit/Money.tsx';
import { useNarrow } from '../../../web/kit/narrow.ts';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { RowCards } from '../../../web/kit/RowCards.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { reviewOfQuery } from '../../reviews/web/client.ts';
import { ReviewPanel } from '../../reviews/web/ReviewPanel.tsx';
import type { ClaimCell, ClaimLine, ClaimView } from '../domain/claim-contract.ts';
import { claimSubject } from '../domain/flow.ts';
import { ClaimAgain } from './ClaimEditor.tsx';
import { recognition, useBases } from './client.ts';
import { GiveDialog } from './GiveDialog.tsx';
import { VerdictTag } from './VerdictTag.tsx';
import './recognition.css';

type Opining = { line: ClaimLine; cell: ClaimCell } | null;

/** One claim: its arrivals under every 口径 in use, what the reader's office says of them, and where the review stands. */
export function ClaimPage() {
  const t = useText();
  const { id = '' } = useParams();
  // A signature changes the claim as well.
  const review = useQuery(reviewOfQuery(claimSubject, id));
  const query = useQuery({
    queryKey: ['recognition', 'claim', id, review.data?.version],
    queryFn: () => recognition.claim({ params: { id } }),
  });
  const [isChanging, setChanging] = useState(false);
  return (
    <Loaded query={query}>
      {(claim) => (
        <>
          <PageHeader
            title={t('recognition.claim.of', { unit: claim.unitName, month: claim.month })}
            trail={[[t('recognition.claims.title'), '/claims']]}
            note={t('recognition.claim.round', {
              n: claim.round,
              count: claim.arrivals,
              amount: grouped(formatFen(claim.fen, '万元', 2)),
            })}
          >
            <Tag>{t(`recognition.claim.state.${claim.state}`)}</Tag>
            {claim.can.resubmit && !isChanging && (
              <Button type="primary" onClick={() => setChanging(true)}>
                {t('recognition.claim.again')}
              </Button>
            )}
          </PageHeader>
          {claim.remark && <p className="claim-remark">{claim.remark}</p>}
          {isChanging ? <ClaimAgain claim={claim} onSent={() => setChanging(false)} /> : <ClaimLines claim={claim} />}
          <section className="claim-part" aria-label={t('recognition.claim.review')}>
            <h2>{t('recognition.claim.review')}</h2>
            <ReviewPanel subject={claimSubject} subjectId={id} />
          </section>
        </>
      )}
    </Loaded>
  );
}

function ClaimLines({ claim }: { claim: ClaimView }) {
  const t = useText();
  const narrow = useNarrow();
  const { active, nameOf } = useBases();
  const [opining, setOpining] = useState<Opining>(null);
  const columns: Column<ClaimLine>[] = [
    {
      key: 'project',
      title: t('recognition.project'),
      width: 230,
      render: (l) => (l.can.open ? <Link to={`/projects/${l.projectId}?tab=verdicts`}>{l.projectName}</Link> : l.projectName),
    },
    { key: 'arrivedOn', title: t('funds.arrivedOn'), width: 104, render: (l) => l.arrivedOn },
    { key: 'amount', title: t('funds.amount'), width: 120, numeric: true, render: (l) => <Money fen={l.amountFen} unit="万元" /> },
    ...active.map((b) => ({
      key: b.code,
      title: b.name,
      width: 180,
      render: (line: ClaimLine) => {
        const cell = line.cells.find((c) => c.basis === b.code);
        if (!cell) return line.isReversed ? t('recognition.claim.reversed') : '—';
        return <CellWords cell={cell} onOpine={() => setOpining({ line, cell })} />;
      },
    })),
  ];
  const shown = { columns, rowKey: (l: ClaimLine) => l.id };
  return (
    <>
      {narrow ? (
        <RowCards
          {...shown}
          page={{ items: claim.lines, total: claim.lines.length }}
          words={t('kit.table.count', { n: claim.lines.length })}
          nothing={null}
          most={columns.length}
          rowHref={undefined}
          openPanel={undefined}
        />
      ) : (
        <Sheet {...shown} label={t('recognition.claim.lines')} items={claim.lines} />
      )}
      {claim.hidden > 0 && <p>{t('recognition.claim.hidden', { n: claim.hidden })}</p>}
      {opining && (
        <GiveDialog
          title={t('recognition.claim.opine.title', { basis: nameOf(opining.cell.basis) })}
          okText={t('recognition.claim.opine')}
          done={t('recognition.claim.opined')}
          arrivedFen={opining.line.amountFen}
          proposal={opining.cell.proposal}
          give={({ own, remark }) =>
            recognition.opine({
              params: { id: claim.id },
              body: { basis: opining.cell.basis, projectId: opining.line.projectId, arrivalId: opining.line.id, own, remark },
            })
          }
          onClose={() => setOpining(null)}
        />
      )}
    </>
  );
}

/** What will stand, and whose word it is; the act of whose office it is. */
function CellWords({ cell, onOpine }: { cell: ClaimCell; onOpine: () => void }) {
  const t = useText();
  const said = cell.opinion ?? (cell.would ? cell.proposal : (cell.inForce ?? cell.proposal));
  return (
    <div className="claim-cell">
      <VerdictTag {...said} note={cell.opinion?.remark ?? null} />
      <small>{whose(t, cell)}</small>
      {cell.can.opine && (
        <Button size="small" onClick={onOpine}>
          {t('recognition.claim.opine')}
        </Button>
      )}
    </div>
  );
}
const whose = (t: Text, { opinion, would, inForce }: ClaimCell) => {
  if (opinion) return t('recognition.claim.by', { by: opinion.by });
  return t(would || !inForce ? 'recognition.claim.byRule' : 'recognition.claim.stays');
};
