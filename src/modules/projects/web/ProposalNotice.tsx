import { Button } from 'antd';
import { useState } from 'react';
import { ReasonDialog } from '../../../web/kit/ReasonDialog.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { type Page, projects } from './client.ts';

type Verdict = 'verified' | 'returned' | 'withdrawn';

/** A move that waits for a second person, with what this reader may say to it. */
export function ProposalNotice({ page }: { page: Page }) {
  const t = useText();
  const [returning, setReturning] = useState(false);
  const { project, proposal } = page;
  const decide = useCommand({
    run: ({ verdict, note }: { verdict: Verdict; note?: string }) =>
      projects.decide({
        params: { id: project.id },
        body: { version: project.version, proposalId: proposal!.id, verdict, ...(note && { note }) },
      }),
    done: (_, { verdict }) => t(`projects.decided.${verdict}`),
    after: () => setReturning(false),
  });
  if (!proposal) return null;
  const { can, toStage, kind, happenedOn, reason, proposedBy, proposedAt } = proposal;
  return (
    <section className="notice" aria-label={t('projects.proposal')}>
      <p>
        <b>
          {t('projects.proposal.open', {
            who: proposedBy.name,
            at: momentText(proposedAt),
            to: t(`projects.stage.${toStage}`),
            on: happenedOn,
          })}
        </b>{' '}
        {kind !== 'forward' && t(`projects.kind.${kind}`)} {reason && t('projects.because', { reason })}
      </p>
      <div className="notice-acts">
        {can.verify && (
          <>
            <Button type="primary" loading={decide.busy} onClick={() => decide.run({ verdict: 'verified' })}>
              {t('projects.verify')}
            </Button>
            <Button onClick={() => setReturning(true)}>{t('projects.return')}</Button>
          </>
        )}
        {can.withdraw && (
          <Button loading={decide.busy} onClick={() => decide.run({ verdict: 'withdrawn' })}>
            {t('projects.withdraw')}
          </Button>
        )}
        {!can.verify && <span className="hint">{t(can.withdraw ? 'projects.proposal.own' : 'projects.proposal.waits')}</span>}
      </div>
      <ReasonDialog
        open={returning}
        title={t('projects.return')}
        busy={decide.busy}
        refusal={decide.refusal}
        onGive={(note) => decide.run({ verdict: 'returned', note })}
        onCancel={() => setReturning(false)}
      />
    </section>
  );
}
