import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { addressOf } from '../../../web/api.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useAsked } from '../../../web/kit/use-asked.ts';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { sendPapers } from '../../evidence/web/papers.ts';
import { PaperLinks } from '../../evidence/web/PaperLinks.tsx';
import { PapersInput } from '../../evidence/web/PapersInput.tsx';
import { momentText } from '../../identity/web/moment.ts';
import { lightSentence } from '../../lights/web/LightReasons.tsx';
import { meetingsContract } from '../contract.ts';
import type { StepKind } from '../domain/supervision.ts';
import { meetings } from './client.ts';
import { UnitStates } from './UnitStates.tsx';

type View = Awaited<ReturnType<typeof meetings.task>>;
type Unit = View['units'][number];
type Doing = { unit: Unit; kind: StepKind };

/** A task: what is to be done, by whom and until when, and what each unit did about it. */
export function TaskPage() {
  const t = useText();
  const { id = '' } = useParams();
  const [chosen, setChosen] = useState<Doing | null>(null);
  // A reminder opens the feedback of the unit that it waits for.
  const [asked, seen] = useAsked('act');
  const doingIn = (task: View): Doing | null => {
    const unit = task.units.find((u) => u.unitId === asked && task.can[u.unitId]?.includes('fed_back'));
    return chosen ?? (unit ? { unit, kind: 'fed_back' } : null);
  };
  const close = () => {
    setChosen(null);
    seen();
  };
  const query = useQuery({ queryKey: ['supervisions', id], queryFn: () => meetings.task({ params: { id } }) });
  return (
    <Loaded query={query}>
      {(task) => (
        <>
          <PageHeader
            title={task.title || t('supervisions.masked')}
            trail={[[t('supervisions.title'), '/supervisions']]}
            note={t('supervisions.no', task)}
          >
            {task.title && <a href={addressOf(meetingsContract.letter, { params: { id } })}>{t('supervisions.letter')}</a>}
          </PageHeader>
          <p className="task-origin">
            {task.meeting && <Link to={`/meetings/${task.meeting.id}`}>{task.meeting.title}</Link>}
            {task.light?.why[0] && (
              <Link to={`/projects/${task.projectId}?tab=lights`}>
                {t('supervisions.by.light', { month: task.light.month, why: lightSentence(t, task.light.why[0]) })}
              </Link>
            )}
            {task.leader && t('supervisions.by.leader', { name: task.leader })}
            <span>{t('supervisions.issuedOn', { on: task.issuedOn, by: task.issuedBy, due: task.dueOn })}</span>
            {task.projectName && <span>{task.projectName}</span>}
          </p>
          {task.words && <p className="meeting-text">{task.words}</p>}
          {task.units.map((unit) => (
            <UnitSteps key={unit.unitId} t={t} task={task} unit={unit} onDo={(kind) => setChosen({ unit, kind })} />
          ))}
          <Step task={task} doing={doingIn(task)} onClose={close} />
        </>
      )}
    </Loaded>
  );
}

const Step = ({ doing, ...rest }: { task: View; doing: Doing | null; onClose: () => void }) =>
  doing && <StepDialog {...rest} doing={doing} />;

type StepsProps = { t: Text; task: View; unit: Unit; onDo: (kind: StepKind) => void };
function UnitSteps({ t, task, unit, onDo }: StepsProps) {
  const steps = task.steps.filter((s) => s.unitId === unit.unitId);
  return (
    <section aria-label={unit.unitName} className="task-part">
      <h2>
        <UnitStates task={{ ...task, units: [unit] }} />
      </h2>
      <p className="acts">
        <span>{t('supervisions.unitDue', { on: unit.dueOn })}</span>
        {task.title && (
          <a href={addressOf(meetingsContract.notice, { params: { id: task.id, unitId: unit.unitId } })}>{t('supervisions.notice')}</a>
        )}
        {task.can[unit.unitId]?.map((kind) => (
          <Button
            key={kind}
            size="small"
            type={kind === 'fed_back' || kind === 'accepted' ? 'primary' : 'default'}
            onClick={() => onDo(kind)}
          >
            {t(`supervisions.act.${kind}`)}
          </Button>
        ))}
      </p>
      <ol className="meeting-agenda">
        {steps.map((s) => (
          <li key={s.id}>
            <span className="kind">{t(`supervisions.act.${s.kind}`)}</span>
            <span>{[s.words, s.dueOn && t('supervisions.until', { on: s.dueOn })].filter(Boolean).join(' ')}</span>
            <PaperLinks papers={s.evidence} />
            <small>{t('supervisions.step.by', { who: s.by, at: momentText(s.at) })}</small>
          </li>
        ))}
      </ol>
    </section>
  );
}

type Fields = { words: string; dueOn?: string; files?: File[] };
function StepDialog({ task, doing: { unit, kind }, onClose }: { task: View; doing: Doing; onClose: () => void }) {
  const t = useText();
  const [form] = Form.useForm<Fields>();
  const events = task.steps.filter((s) => s.unitId === unit.unitId).length;
  const act = useCommand({
    run: async ({ words, dueOn, files }: Fields) => {
      const body = { unitId: unit.unitId, kind, words, dueOn: dueOn || null, events, uploadIds: await sendPapers(files) };
      return meetings.record({ params: { id: task.id }, body });
    },
    done: t('meetings.saved'),
    after: onClose,
    refusals: 'alert',
  });
  const needed = { required: true, whitespace: true, message: t('meetings.needed') };
  return (
    <Modal
      open
      title={t(`supervisions.act.${kind}`)}
      okText={t(`supervisions.act.${kind}`)}
      okButtonProps={{ loading: act.busy }}
      cancelText={t('kit.cancel')}
      onOk={form.submit}
      onCancel={onClose}
    >
      <RefusalAlert refusal={act.refusal} />
      <Form<Fields> form={form} name="step" layout="vertical" onFinish={act.run}>
        <Form.Item name="words" label={t(`supervisions.act.${kind}.words`)} rules={[needed]}>
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
        {(kind === 'extended' || kind === 'returned') && (
          <Form.Item name="dueOn" label={t('supervisions.newDue')} rules={kind === 'extended' ? [needed] : []}>
            <Input type="date" />
          </Form.Item>
        )}
        {kind === 'fed_back' && (
          <Form.Item name="files" label={t('evidence.title')}>
            <PapersInput />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
