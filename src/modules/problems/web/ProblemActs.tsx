import { Button, Form, Input, Modal, Select } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { UnitPicker } from '../../../web/kit/UnitPicker.tsx';
import { useAsked } from '../../../web/kit/use-asked.ts';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { sendPapers } from '../../evidence/web/papers.ts';
import { PapersInput } from '../../evidence/web/PapersInput.tsx';
import { loadUnits } from '../../identity/web/unit-filter.tsx';
import type { NewEvent, ProblemView } from '../contract.ts';
import { type EventKind, eventKinds } from '../domain/problem.ts';
import { problems } from './client.ts';

type Fields = { words?: string; ownerUnitId?: string; toldBy?: string; other?: string; files?: File[] };
type Props = { problem: ProblemView };

/** The acts that may follow now; the first is the one that is waited for. */
const first: Readonly<Partial<Record<ProblemView['state'], EventKind>>> = {
  open: 'solved',
  solved: 'confirmed',
  closed: 'reopened',
  merged: 'reopened',
};

/** What the reader may do about a problem, one dialog each. */
export function ProblemActs({ problem }: Props) {
  const t = useText();
  const [chosen, setChosen] = useState<EventKind | null>(null);
  // A reminder opens the act that is waited for.
  const [asked, seen] = useAsked('act');
  const doing = chosen ?? eventKinds.find((kind) => kind === asked && problem.can[kind]);
  const close = () => {
    setChosen(null);
    seen();
  };
  return (
    <>
      {eventKinds
        .filter((kind) => problem.can[kind])
        .map((kind) => (
          <Button key={kind} type={kind === first[problem.state] ? 'primary' : 'default'} onClick={() => setChosen(kind)}>
            {t(`problems.act.${kind}`)}
          </Button>
        ))}
      {doing && <ActDialog problem={problem} kind={doing} onClose={close} />}
    </>
  );
}

const optional = new Set<EventKind>(['confirmed', 'linked']);
/** Acts that papers prove. */
const proven = new Set<EventKind>(['acted', 'solved']);
type Sent = { events: number; uploadIds: readonly string[] };
function bodyOf(kind: EventKind, { events, uploadIds }: Sent, { words, ownerUnitId, toldBy, other }: Fields): NewEvent {
  const [otherProjectId, otherId] = other?.split(' ') ?? [];
  return {
    kind,
    events,
    words: words?.trim() || null,
    ...(proven.has(kind) && { uploadIds }),
    ...(ownerUnitId && { ownerUnitId }),
    ...(toldBy && { toldBy }),
    ...(otherId && { otherProjectId, otherId }),
  } as NewEvent;
}

function ActDialog({ problem, kind, onClose }: Props & { kind: EventKind; onClose: () => void }) {
  const t = useText();
  const [form] = Form.useForm<Fields>();
  const act = useCommand({
    run: async (fields: Fields) => {
      const body = bodyOf(kind, { events: problem.events.length, uploadIds: await sendPapers(fields.files) }, fields);
      return problems.record({ params: { id: problem.projectId, entryId: problem.id }, body });
    },
    done: t('problems.recorded'),
    after: onClose,
    refusals: 'alert',
  });
  const needed = { required: true, whitespace: true, message: t('problems.needed') };
  return (
    <Modal
      open
      title={t(`problems.act.${kind}`)}
      okText={t(`problems.act.${kind}`)}
      okButtonProps={{ loading: act.busy }}
      cancelText={t('kit.cancel')}
      onOk={form.submit}
      onCancel={onClose}
    >
      <RefusalAlert refusal={act.refusal} />
      <p className="hint">{t(`problems.act.${kind}.hint`)}</p>
      <Form<Fields> form={form} name="act" layout="vertical" onFinish={act.run}>
        {kind === 'assigned' && (
          <Form.Item name="ownerUnitId" label={t('problems.owner')} rules={[needed]}>
            <UnitPicker load={loadUnits} />
          </Form.Item>
        )}
        {(kind === 'confirmed' || kind === 'declined') && (
          <Form.Item name="toldBy" label={t('problems.toldBy')} rules={[needed]}>
            <Input maxLength={60} />
          </Form.Item>
        )}
        {(kind === 'merged' || kind === 'linked') && <OtherField problem={problem} />}
        <Form.Item name="words" label={t(`problems.act.${kind}.words`)} rules={optional.has(kind) ? [] : [needed]}>
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
        {proven.has(kind) && (
          <Form.Item name="files" label={t('evidence.title')}>
            <PapersInput />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}

/** The other problem: those that read alike come first, anything is found by its words. */
function OtherField({ problem }: Props) {
  const t = useText();
  const [q, setQ] = useState('');
  const query = useQuery({
    queryKey: ['problems', 'others', q],
    queryFn: () => problems.list({ query: { state: 'live', ...(q && { q }), size: 20 } }),
  });
  const found = [...(q ? [] : problem.similar), ...(query.data?.items ?? [])].filter((p) => p.id !== problem.id);
  const options = [...new Map(found.map((p) => [p.id, p])).values()].map((p) => ({
    value: `${p.projectId} ${p.id}`,
    label: `${t('problems.no', { year: p.year, no: p.no })} ${p.title} (${p.projectName})`,
  }));
  return (
    <Form.Item name="other" label={t('problems.other')} rules={[{ required: true, message: t('problems.needed') }]}>
      <Select showSearch={{ filterOption: false, onSearch: setQ }} options={options} loading={query.isFetching} />
    </Form.Item>
  );
}
