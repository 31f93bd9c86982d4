import { Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { choicesIn } from '../../../web/kit/table-state.ts';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { useToday } from '../../projects/web/use-today.ts';
import type { MeetingRow } from '../contract.ts';
import { type MeetingKind, meetingKinds } from '../domain/meeting.ts';
import { meetings } from './client.ts';
import './meetings.css';

type Page = Awaited<ReturnType<typeof meetings.list>>;

/** 会议: meetings and ceremonies, the latest first. */
export function MeetingsPage() {
  const t = useText();
  const [mayHold, setMayHold] = useState(false);
  const [planning, setPlanning] = useState(false);
  return (
    <>
      <PageHeader title={t('meetings.title')} note={t('meetings.note')}>
        {mayHold && (
          <Button type="primary" onClick={() => setPlanning(true)}>
            {t('meetings.plan')}
          </Button>
        )}
      </PageHeader>
      <DataTable<MeetingRow, Page>
        name="meetings"
        label={t('meetings.title')}
        columns={columnsOf(t)}
        load={({ page, size, filters }) => {
          const kind = meetingKinds.find((k) => k === choicesIn(filters['kind'])[0]);
          return meetings.list({ query: { page, size, ...(kind && { kind }) } });
        }}
        onPage={({ can }) => setMayHold(can.hold)}
        rowKey={(m) => m.id}
        rowHref={(m) => `/meetings/${m.id}`}
        empty={{ title: t('meetings.empty') }}
      />
      {planning && <PlanDialog onClose={() => setPlanning(false)} />}
    </>
  );
}

const columnsOf = (t: Text): Column<MeetingRow, Page>[] => [
  { key: 'name', title: t('meetings.name'), width: 300, render: (m) => m.title },
  {
    key: 'kind',
    title: t('meetings.kind'),
    width: 110,
    render: (m) => t(`meetings.kind.${m.kind}`),
    filter: { kind: 'choice', options: meetingKinds.map((value) => ({ value, label: t(`meetings.kind.${value}`) })) },
  },
  { key: 'heldOn', title: t('meetings.heldOn'), width: 110, render: (m) => m.heldOn },
  { key: 'state', title: t('meetings.state'), width: 90, render: (m) => t(`meetings.state.${m.state}`) },
  { key: 'items', title: t('meetings.items'), width: 90, numeric: true, render: (m) => m.items },
  {
    key: 'tasks',
    title: t('meetings.tasks'),
    width: 120,
    numeric: true,
    render: (m) => t('meetings.tasks.done', { done: m.tasksDone, n: m.tasks }),
  },
  { key: 'place', title: t('meetings.place'), width: 160, render: (m) => m.place || t('kit.none'), wideOnly: true },
];

type Fields = { kind: MeetingKind; title: string; heldOn: string; place?: string };
function PlanDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const navigate = useNavigate();
  const today = useToday();
  const [form] = Form.useForm<Fields>();
  const act = useCommand({
    run: (fields: Fields) => meetings.plan({ body: { ...fields, place: fields.place ?? '' } }),
    after: ({ id }) => void navigate(`/meetings/${id}`),
    refusals: 'alert',
  });
  const needed = { required: true, whitespace: true, message: t('meetings.needed') };
  return (
    <Modal
      open
      title={t('meetings.plan')}
      okText={t('meetings.plan')}
      okButtonProps={{ loading: act.busy }}
      cancelText={t('kit.cancel')}
      onOk={form.submit}
      onCancel={onClose}
    >
      <RefusalAlert refusal={act.refusal} />
      <Form<Fields> form={form} name="meeting" layout="vertical" initialValues={{ kind: 'joint', heldOn: today }} onFinish={act.run}>
        <Form.Item name="kind" label={t('meetings.kind')}>
          <Select options={meetingKinds.map((value) => ({ value, label: t(`meetings.kind.${value}`) }))} />
        </Form.Item>
        <Form.Item name="title" label={t('meetings.name')} rules={[needed]}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="heldOn" label={t('meetings.heldOn')} rules={[needed]}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="place" label={t('meetings.place')}>
          <Input maxLength={80} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
