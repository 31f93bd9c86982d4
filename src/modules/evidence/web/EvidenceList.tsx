import { WarningOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Progress, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { Refusal } from '../../../kernel/refusal.ts';
import { addressOf, api, upload } from '../../../web/api.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { ReasonDialog } from '../../../web/kit/ReasonDialog.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { type Evidence, evidenceContract, type SameFile } from '../contract.ts';
import { type EvidenceKind, evidenceKinds, type Subject } from '../domain/file.ts';
import './evidence.css';
import { EvidencePicker } from './EvidencePicker.tsx';
import { sizeInWords } from './size-words.ts';

const evidence = api(evidenceContract);
const asked = ({ subject, subjectId, projectId }: Subject) => ({ subject, subjectId, ...(projectId && { projectId }) });

/** The list itself, and the project's page, which tells what evidence its next stage still wants. */
const staleAfter = ({ subject, subjectId, projectId }: Subject) => [
  ['evidence', subject, subjectId],
  ['project', projectId],
];

type Props = Subject & {
  /** Kinds offered for this subject, the usual one first; all when not said. */
  kinds?: readonly EvidenceKind[];
};

/** What proves a record: its files, a place to drop more, and a warning where a file is used twice. */
export function EvidenceList({ kinds = evidenceKinds, ...subject }: Props) {
  const t = useText();
  const queryKey = ['evidence', subject.subject, subject.subjectId];
  const query = useQuery({ queryKey, queryFn: () => evidence.list({ query: asked(subject) }) });
  const [retracting, setRetracting] = useState<Evidence | null>(null);
  return (
    <section className="evidence" aria-label={t('evidence.title')}>
      <Loaded query={query}>
        {({ items, can }) => (
          <>
            {items.length === 0 && <p className="hint">{t('evidence.empty')}</p>}
            <ul>
              {items.map((item) => (
                <EvidenceRow key={item.id} item={item} onRetract={() => setRetracting(item)} />
              ))}
            </ul>
            {can.attach && <AddEvidence subject={subject} kinds={kinds} />}
          </>
        )}
      </Loaded>
      <Retract item={retracting} subject={subject} onClose={() => setRetracting(null)} />
    </section>
  );
}

function EvidenceRow({ item, onRetract }: { item: Evidence; onRetract: () => void }) {
  const t = useText();
  const { retraction } = item;
  const meta = {
    kind: t(`evidence.kind.${item.kind}`),
    size: sizeInWords(item.size),
    who: item.uploadedBy.name,
    at: momentText(item.uploadedAt),
  };
  return (
    <li className={retraction ? 'retracted' : ''}>
      <a href={addressOf(evidenceContract.download, { params: { id: item.id } })} download={item.name}>
        {item.name}
      </a>
      {item.can.retract && (
        <Button type="link" size="small" danger onClick={onRetract} aria-label={`${t('evidence.retract')} ${item.name}`}>
          {t('evidence.retract')}
        </Button>
      )}
      <small>
        {t('evidence.meta', meta)} · <span className={item.scan === 'infected' ? 'wrong' : ''}>{t(`evidence.scan.${item.scan}`)}</span>
      </small>
      {retraction && (
        <small>{t('evidence.retracted.why', { who: retraction.by.name, at: momentText(retraction.at), reason: retraction.reason })}</small>
      )}
      {item.sameFile && <SameFileNote same={item.sameFile} />}
    </li>
  );
}

/** Where the same bytes are used; what the reader may not see is said to exist and no more. */
function SameFileNote({ same: { scope, places } }: { same: SameFile }) {
  const t = useText();
  return (
    <small className={scope === 'project' ? 'same mild' : 'same'} role="note">
      <WarningOutlined aria-hidden /> {t(`evidence.same.${scope}`)} {places.length === 0 && t('evidence.same.hidden')}
      {places.map((p) => {
        const words = `${t(`evidence.subject.${p.subject}`)} ${p.name}`;
        return <span key={p.subjectId}>{p.projectId ? <Link to={`/projects/${p.projectId}`}>{words}</Link> : words} </span>;
      })}
    </small>
  );
}

type AddProps = { subject: Subject; kinds: readonly EvidenceKind[] };
function AddEvidence({ subject, kinds }: AddProps) {
  const t = useText();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [kind, setKind] = useState(kinds[0]!);
  const [sending, setSending] = useState<{ name: string; share: number; stop: AbortController } | null>(null);
  const [refusal, setRefusal] = useState<unknown>(null);
  const send = async (file: File) => {
    const stop = new AbortController();
    const progress = (share: number) => setSending({ name: file.name, share, stop });
    progress(0);
    setRefusal(null);
    try {
      const { sameFile } = await upload(evidenceContract.attach, { query: { ...asked(subject), kind } }, file, progress, stop.signal);
      if (sameFile) void message.warning(t(`evidence.same.${sameFile.scope}`), 8);
      else void message.success(t('evidence.attached', { name: file.name }));
      await Promise.all(staleAfter(subject).map((stale) => queries.invalidateQueries({ queryKey: stale })));
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'request.cancelled')) setRefusal(error);
    } finally {
      setSending(null);
    }
  };
  return (
    <div className="evidence-add">
      <RefusalAlert refusal={refusal} onClose={() => setRefusal(null)} />
      <Select
        aria-label={t('evidence.kind')}
        value={kind}
        onChange={setKind}
        options={kinds.map((value) => ({ value, label: t(`evidence.kind.${value}`) }))}
        disabled={kinds.length === 1}
      />
      <EvidencePicker onPick={(file) => void send(file)} disabled={sending !== null} />
      {sending && (
        <output>
          {t('evidence.sending', { name: sending.name })}{' '}
          <Progress percent={Math.round(sending.share * 100)} size="small" aria-label={t('evidence.sending', { name: sending.name })} />
          <Button size="small" onClick={() => sending.stop.abort()}>
            {t('kit.cancel')}
          </Button>
        </output>
      )}
    </div>
  );
}

function Retract({ item, subject, onClose }: { item: Evidence | null; subject: Subject; onClose: () => void }) {
  const t = useText();
  const retract = useCommand({
    run: async (reason: string) => {
      await evidence.retract({ params: { id: item!.id }, body: { reason } });
      onClose();
    },
    done: t('evidence.retracted', { name: item?.name }),
    after: onClose,
    stale: staleAfter(subject),
    refusals: 'alert',
  });
  const close = () => {
    retract.clear();
    onClose();
  };
  return (
    <ReasonDialog
      open={item !== null}
      title={t('evidence.retract')}
      danger
      busy={retract.busy}
      refusal={retract.refusal}
      onGive={retract.run}
      onCancel={close}
    >
      <p>{t('evidence.retract.what', { name: item?.name })}</p>
    </ReasonDialog>
  );
}
