import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { Money } from '../../../web/kit/Money.tsx';
import { ReasonDialog } from '../../../web/kit/ReasonDialog.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import type { FlagItem } from '../domain/flag-contract.ts';
import { recognition } from './client.ts';
import { flagSentence } from './flag-words.ts';

type Entry = FlagItem['rows'][number];

/** The sentence of a flag, the rows it rests on, and why it was resolved. */
export function FlagWords({ flag }: { flag: FlagItem }) {
  const t = useText();
  return (
    <div className="flag-words">
      <div>{flagSentence(t, flag)}</div>
      <ul>
        {flag.rows.map((row) => (
          <FlagRow key={row.arrivalId} row={row} />
        ))}
        {flag.elsewhere.map((row) => (
          <FlagRow key={`${row.projectId} ${row.arrivalId}`} row={row} isElsewhere />
        ))}
        {flag.hidden > 0 && <li>{t('recognition.flag.hidden', { n: flag.hidden })}</li>}
      </ul>
      {flag.reason && <small>{t('recognition.flag.resolvedAs', { reason: flag.reason })}</small>}
    </div>
  );
}

function FlagRow({ row, isElsewhere = false }: { row: Entry; isElsewhere?: boolean }) {
  return (
    <li>
      {isElsewhere && <Link to={`/projects/${row.projectId}?tab=arrivals`}>{row.projectName}</Link>} {row.arrivedOn}{' '}
      {row.amountFen !== null && <Money fen={row.amountFen} unit="万元" />} {row.voucherNo}
    </li>
  );
}

/** Resolves a flag with its reason; shown only to who may. */
export function ResolveButton({ flag }: { flag: FlagItem }) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const command = useCommand({
    run: (reason: string) => recognition.resolveFlag({ params: { id: flag.projectId, flagId: flag.id }, body: { reason } }),
    done: t('recognition.flag.resolved'),
    after: () => setOpen(false),
    refusals: 'alert',
  });
  if (!flag.can.resolve) return null;
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('recognition.flag.resolve')}
      </Button>
      <ReasonDialog
        open={isOpen}
        title={t('recognition.flag.resolve')}
        busy={command.busy}
        refusal={command.refusal}
        onGive={command.run}
        onCancel={() => setOpen(false)}
      >
        <p>{flagSentence(t, flag)}</p>
      </ReasonDialog>
    </>
  );
}
