import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { addressOf } from '../../../web/api.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { lightSentence } from '../../lights/web/LightReasons.tsx';
import { problems } from '../../problems/web/client.ts';
import { RaiseDialog } from '../../problems/web/RaiseDialog.tsx';
import { type MeetingItem, meetingsContract, type NewItem } from '../contract.ts';
import { AgendaDialog } from './AgendaDialog.tsx';
import { meetings } from './client.ts';
import { IssueDialog } from './IssueDialog.tsx';
import { TaskTable } from './TaskTable.tsx';
import './meetings.css';

type View = Awaited<ReturnType<typeof meetings.get>>;

/** A meeting: what is on the table, its minutes, what was decided, and what became of the projects of a ceremony. */
export function MeetingPage() {
  const { id = '' } = useParams();
  const query = useQuery({ queryKey: ['meetings', id], queryFn: () => meetings.get({ params: { id } }) });
  return <Loaded query={query}>{(view) => <Body key={view.id} view={view} />}</Loaded>;
}

const plain = ({ source, projectId, problemId, title }: MeetingItem): NewItem => ({ source, projectId, problemId, title });

/** What may be done with a meeting. Minutes that are being written go along with every act, with the version they were begun on, so that none loses them. */
function useMeetingActs(view: View, after: () => void) {
  const t = useText();
  const params = { id: view.id };
  const [writing, setWriting] = useState<{ minutes: string; version: number } | null>(null);
  const { minutes, version } = writing ?? { minutes: view.minutes ?? '', version: view.version };
  const save = (items: readonly NewItem[]) => {
    const { title, heldOn, place } = view;
    return meetings.edit({ params, body: { version, title, heldOn, place, minutes, items: [...items] } });
  };
  const edit = useCommand({
    run: save,
    done: t('meetings.saved'),
    after: () => {
      setWriting(null);
      after();
    },
    refusals: 'alert',
  });
  const hold = useCommand({
    run: async () => {
      if (!writing) return meetings.hold({ params, body: { version } });
      const saved = await save(view.agenda.map(plain));
      // Kept by now, also where the meeting cannot be held yet.
      setWriting({ minutes, version: saved.version });
      return meetings.hold({ params, body: saved });
    },
    done: t('meetings.held'),
    after: () => setWriting(null),
    refusals: 'alert',
  });
  const write = (text: string) => setWriting({ minutes: text, version });
  return { edit, hold, minutes, isWriting: writing !== null, write };
}
type Acts = ReturnType<typeof useMeetingActs>;
type Opened = 'agenda' | 'issue' | null;

function Body({ view }: { view: View }) {
  const t = useText();
  const [opened, setOpened] = useState<Opened>(null);
  const [raising, setRaising] = useState<MeetingItem | null>(null);
  const acts = useMeetingActs(view, () => setOpened(null));
  const { edit, hold, minutes, isWriting, write } = acts;
  return (
    <>
      <Head t={t} view={view} hold={hold} onOpen={setOpened} />
      {opened !== 'agenda' && <RefusalAlert refusal={edit.refusal ?? hold.refusal} />}
      {view.conversion && <Conversion t={t} counts={view.conversion} />}
      <h2>{t('meetings.agenda')}</h2>
      <Agenda t={t} view={view} onDrop={(item) => edit.run(view.agenda.filter((i) => i.id !== item.id).map(plain))} onRaise={setRaising} />
      <h2>{t('meetings.decisions')}</h2>
      <TaskTable tasks={view.tasks} />
      {view.minutes !== null && (
        <Minutes
          t={t}
          text={minutes}
          isWriting={isWriting}
          busy={edit.busy}
          onWrite={view.can.edit ? write : null}
          onSave={() => edit.run(view.agenda.map(plain))}
        />
      )}
      {opened === 'agenda' && (
        <AgendaDialog
          kind={view.kind}
          taken={view.agenda}
          act={edit}
          onAdd={(items) => edit.run([...view.agenda.map(plain), ...items])}
          onClose={() => setOpened(null)}
        />
      )}
      {raising && <RaiseFrom view={view} item={raising} onClose={() => setRaising(null)} />}
      {opened === 'issue' && <IssueDialog meeting={{ id: view.id, agenda: view.agenda }} onClose={() => setOpened(null)} />}
    </>
  );
}

function Head({ t, view, hold, onOpen }: { t: Text; view: View; hold: Acts['hold']; onOpen: (what: Opened) => void }) {
  const params = { id: view.id };
  return (
    <PageHeader
      title={view.title}
      trail={[[t('meetings.title'), '/meetings']]}
      note={[t(`meetings.kind.${view.kind}`), view.heldOn, view.place, t(`meetings.state.${view.state}`)].filter(Boolean).join(' · ')}
    >
      {view.can.edit && <Button onClick={() => onOpen('agenda')}>{t('meetings.addItems')}</Button>}
      {view.can.decide && (
        <Button type="primary" onClick={() => onOpen('issue')}>
          {t('supervisions.issue')}
        </Button>
      )}
      {view.can.edit && (
        <Button loading={hold.busy} onClick={() => hold.run(undefined)}>
          {t('meetings.hold')}
        </Button>
      )}
      <a href={addressOf(meetingsContract.onePagers, { params })}>{t('meetings.onePagers')}</a>
      {view.minutes !== null && <a href={addressOf(meetingsContract.minutesFile, { params })}>{t('meetings.minutesFile')}</a>}
    </PageHeader>
  );
}

type AgendaProps = { t: Text; view: View; onDrop: (item: MeetingItem) => void; onRaise: (item: MeetingItem) => void };
function Agenda({ t, view, onDrop, onRaise }: AgendaProps) {
  if (view.agenda.length === 0) return <p className="hint">{t('meetings.agenda.empty')}</p>;
  return (
    <ol className="meeting-agenda">
      {view.agenda.map((item) => (
        <li key={item.id}>
          <span className="kind">{t(`meetings.source.${item.source}`)}</span>
          <ItemWords t={t} item={item} />
          {item.stageThen && item.stageNow && item.stageThen !== item.stageNow && (
            <small>{t('meetings.stages', { was: t(`stage.${item.stageThen}`), now: t(`stage.${item.stageNow}`) })}</small>
          )}
          <span className="meeting-item-acts">
            {item.mayRaise && (
              <Button
                size="small"
                aria-label={t('meetings.raise.of', { title: item.title || item.projectName })}
                onClick={() => onRaise(item)}
              >
                {t('problems.raise')}
              </Button>
            )}
            {view.can.edit && (
              <Button
                size="small"
                type="text"
                aria-label={t('meetings.drop.of', { title: item.title || item.projectName })}
                onClick={() => onDrop(item)}
              >
                {t('meetings.drop')}
              </Button>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** The part of a project's page that an item is about. */
const tabs: Partial<Record<MeetingItem['source'], string>> = { light: 'lights', permit: 'permits', milestone: 'milestones' };

function ItemWords({ t, item: { source, projectId, projectName, unitName, problemId, title, why } }: { t: Text; item: MeetingItem }) {
  if (!projectId) return <span>{title}</span>;
  const tab = tabs[source];
  const to = problemId ? `/problems/${projectId}/${problemId}` : `/projects/${projectId}${tab ? `?tab=${tab}` : ''}`;
  return (
    <span>
      <Link to={to}>{title || projectName}</Link> <small>{[title && projectName, unitName].filter(Boolean).join(' · ')}</small>
      {why && <small className="meeting-why">{lightSentence(t, why)}</small>}
    </span>
  );
}

type RaiseProps = { view: View; item: MeetingItem; onClose: () => void };
/** A problem of the project of an item, raised at this meeting. */
function RaiseFrom({ view, item, onClose }: RaiseProps) {
  const t = useText();
  const words = item.why ? lightSentence(t, item.why) : item.title;
  const query = useQuery({
    queryKey: ['problems', item.projectId],
    queryFn: () => problems.ofProject({ params: { id: item.projectId! } }),
  });
  if (!query.data) return null;
  const from = { source: 'meeting' as const, sourceOn: view.heldOn, title: words.slice(0, 60), words };
  return <RaiseDialog projectId={item.projectId!} unitId={query.data.unitId} report={null} from={from} onClose={onClose} />;
}

/** What became of the projects of a ceremony since, by the ledger. */
function Conversion({ t, counts: { total, signed, started, producing } }: { t: Text; counts: NonNullable<View['conversion']> }) {
  const share = (n: number) => (total > 0 ? `${((100 * n) / total).toFixed(1)}%` : t('kit.none'));
  const steps = [
    ['total', total],
    ['signed', signed],
    ['started', started],
    ['producing', producing],
  ] as const;
  return (
    <dl className="meeting-conversion" aria-label={t('meetings.conversion')}>
      {steps.map(([key, n]) => (
        <div key={key}>
          <dt>{t(`meetings.conversion.${key}`)}</dt>
          <dd>
            {n} {key !== 'total' && <small>{share(n)}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

type MinutesProps = {
  t: Text;
  text: string;
  isWriting: boolean;
  busy: boolean;
  /** Nothing where the reader may not write. */ onWrite: ((text: string) => void) | null;
  onSave: () => void;
};
function Minutes({ t, text, isWriting, busy, onWrite, onSave }: MinutesProps) {
  return (
    <>
      <h2>{t('meetings.minutes')}</h2>
      {onWrite ? (
        <div className="meeting-minutes">
          <Input.TextArea
            aria-label={t('meetings.minutes')}
            autoSize={{ minRows: 6 }}
            maxLength={20_000}
            value={text || isWriting ? text : t('meetings.minutes.template')}
            onChange={(e) => onWrite(e.target.value)}
          />
          <Button loading={busy} onClick={onSave}>
            {t('meetings.minutes.save')}
          </Button>
        </div>
      ) : (
        <p className="meeting-text">{text || t('kit.none')}</p>
      )}
    </>
  );
}
