import { ReasonDialog } from '../../../web/kit/ReasonDialog.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import type { Ledger } from '../domain/entry.ts';
import { funds } from './client.ts';

const reverseIn = { agreement: funds.reverseAgreement, arrival: funds.reverseArrival, investment: funds.reverseInvestment };
type Props = { ledger: Ledger; projectId: string; entryId: string; onClose: () => void };

/** Takes an entry back with a reason; both rows stay to be seen. */
export function ReverseDialog({ ledger, projectId, entryId, onClose }: Props) {
  const t = useText();
  const reverse = useCommand({
    run: (reason: string) => reverseIn[ledger]({ params: { id: projectId, entryId }, body: { reason } }),
    done: t('funds.reversed'),
    after: onClose,
    refusals: 'alert',
  });
  return (
    <ReasonDialog
      open
      danger
      title={t('funds.reverse')}
      busy={reverse.busy}
      refusal={reverse.refusal}
      onGive={reverse.run}
      onCancel={onClose}
    >
      <p>{t('funds.reverse.note')}</p>
    </ReasonDialog>
  );
}
