import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { Refusal } from '../../../kernel/refusal.ts';
import { api } from '../../../web/api.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { ReasonDialog } from '../../../web/kit/ReasonDialog.tsx';
import { refusalSentence } from '../../../web/kit/refusal-sentence.ts';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { type UndoableAct, undoContract } from '../contract.ts';
import './undo.css';

const undo = api(undoContract);

/** The reader's acts of the last days. What nothing has come after can be taken back, by an act that is recorded as well. */
export function UndoPage() {
  const t = useText();
  const query = useQuery({ queryKey: ['undo'], queryFn: () => undo.list({}) });
  const [asking, setAsking] = useState<UndoableAct | null>(null);
  return (
    <>
      <PageHeader title={t('undo.title')} note={t('undo.note')} />
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="soft">{t('undo.none')}</p>
          ) : (
            <ul className="acts-done" aria-label={t('undo.title')}>
              {items.map((a) => (
                <li key={`${a.at} ${a.action} ${a.subjectId}`}>
                  <b>{t(`act.${a.action}`)}</b> <What act={a} /> <time className="soft">{momentText(a.at)}</time>
                  <Back act={a} onAsk={() => setAsking(a)} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {asking && <UndoDialog act={asking} onClose={() => setAsking(null)} />}
    </>
  );
}

function What({ act: { projectId, title, problem, count } }: { act: UndoableAct }) {
  const t = useText();
  if (problem)
    return (
      <>
        <Link to={`/problems/${problem.projectId}/${problem.id}`}>{problem.no}</Link> {title}
      </>
    );
  if (projectId) return <Link to={`/projects/${projectId}`}>{title}</Link>;
  return count > 1 ? t('undo.many', { n: count }) : t('kit.none');
}

function Back({ act, onAsk }: { act: UndoableAct; onAsk: () => void }) {
  const t = useText();
  if (!act.refusal)
    return (
      <Button size="small" onClick={onAsk}>
        {t('kit.undo')}
      </Button>
    );
  const { kind, code, details } = act.refusal;
  return <span className="soft">{refusalSentence(t, new Refusal(kind as Refusal['kind'], code, details)).what}</span>;
}

function UndoDialog({ act, onClose }: { act: UndoableAct; onClose: () => void }) {
  const t = useText();
  const take = useCommand({
    run: (reason: string) => undo.undo({ body: { subjectId: act.subjectId, reason } }),
    done: ({ outcome }) => t(`undo.${outcome}`),
    refusals: 'alert',
    after: onClose,
  });
  return (
    <ReasonDialog
      open
      title={t('undo.title.of', { action: t(`act.${act.action}`) })}
      busy={take.busy}
      refusal={take.refusal}
      onGive={take.run}
      onCancel={onClose}
    >
      <p>{t('undo.what.happens')}</p>
    </ReasonDialog>
  );
}
