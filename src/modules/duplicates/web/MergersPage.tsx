import { useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { ReasonDialog } from '../../../web/kit/ReasonDialog.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import '../../projects/web/projects.css';
import type { MergerView } from '../contract.ts';
import { duplicates } from './client.ts';

/** Mergers: those that wait for an owner's word, those that may be carried out, those done and taken back. */
export function MergersPage() {
  const t = useText();
  const query = useQuery({ queryKey: ['mergers'], queryFn: () => duplicates.mergers({ query: {} }) });
  return (
    <>
      <PageHeader title={t('mergers.menu')} trail={[[t('duplicates.menu'), '/duplicates']]} note={t('mergers.note')} />
      <div className="sheet-page">
        <Loaded query={query}>
          {({ items }) => (
            <>
              {items.length === 0 && <p className="hint">{t('mergers.empty')}</p>}
              {items.map((m) => (
                <MergerItem key={m.id} merger={m} />
              ))}
            </>
          )}
        </Loaded>
      </div>
    </>
  );
}

function MergerItem({ merger: m }: { merger: MergerView }) {
  const t = useText();
  const [isUndoing, setUndoing] = useState(false);
  const place = m.subject === 'project' ? '/projects' : '/enterprises';
  const act = useCommand({
    run: (what: 'agreed' | 'refused' | 'carryOut' | { undo: string }): Promise<{ status: string }> => {
      const params = { id: m.id };
      if (what === 'carryOut') return duplicates.carryOutMerger({ params });
      if (typeof what === 'object') return duplicates.undoMerger({ params, body: { reason: what.undo } });
      return duplicates.consentMerger({ params, body: { verdict: what } });
    },
    done: ({ status }) => t(`mergers.status.${status}`),
    after: () => setUndoing(false),
  });
  const named = (id: string, name: string | null) => (name ? <Link to={`${place}/${id}`}>{name}</Link> : t('duplicates.hidden'));
  return (
    <section>
      <h3>
        <Tag>{t(`mergers.status.${m.status}`)}</Tag> {named(m.fromId, m.fromName)} → {named(m.intoId, m.intoName)}
      </h3>
      <p>
        {t('mergers.asked', { who: m.askedByName, at: momentText(m.askedAt), reason: m.reason })}
        {m.undoReason && t('mergers.undone', { reason: m.undoReason })}
      </p>
      <ul>
        {m.consents.map((c) => (
          <li key={c.unitId}>
            {c.unitName} {t(`mergers.consent.${c.verdict ?? 'waiting'}`)} {c.note}
          </li>
        ))}
      </ul>
      <div className="form-acts">
        {m.can.consent && (
          <>
            <Button type="primary" loading={act.busy} onClick={() => act.run('agreed')}>
              {t('mergers.agree')}
            </Button>
            <Button loading={act.busy} onClick={() => act.run('refused')}>
              {t('mergers.refuse')}
            </Button>
          </>
        )}
        {m.can.carryOut && (
          <Button type="primary" loading={act.busy} onClick={() => act.run('carryOut')}>
            {t('mergers.carryOut')}
          </Button>
        )}
        {m.can.undo && <Button onClick={() => setUndoing(true)}>{t('mergers.undo')}</Button>}
      </div>
      <ReasonDialog
        open={isUndoing}
        title={t('mergers.undo')}
        busy={act.busy}
        onGive={(undo) => act.run({ undo })}
        onCancel={() => setUndoing(false)}
      />
    </section>
  );
}
