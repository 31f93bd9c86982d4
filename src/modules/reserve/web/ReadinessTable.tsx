import { Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { PaperLinks } from '../../evidence/web/PaperLinks.tsx';
import { sendPapers } from '../../evidence/web/papers.ts';
import { PapersInput } from '../../evidence/web/PapersInput.tsx';
import { type ItemState, itemStates } from '../domain/idea.ts';
import type { IdeaView } from '../domain/view.ts';
import { reserve, useReserveWords } from './client.ts';

type Item = IdeaView['items'][number];
const marks: Readonly<Record<ItemState, string>> = { not_started: '○', under_way: '▲', done: '●', not_needed: '－' };

/** 前期工作 of an idea, item by item, with what each rests on. */
export function ReadinessTable({ idea }: { idea: IdeaView }) {
  const t = useText();
  const words = useReserveWords();
  const [editing, setEditing] = useState<Item | null>(null);
  const isOpen = idea.can.keep && idea.state === 'open';
  return (
    <>
      <Sheet
        label={t('reserve.readiness')}
        items={idea.items}
        rowKey={(i) => i.key}
        columns={[
          { key: 'item', title: t('reserve.item'), width: 140, render: (i) => words.item(i.key) },
          { key: 'state', title: t('reserve.item.state'), width: 110, render: (i) => stateText(t, i.state) },
          { key: 'on', title: t('reserve.item.on'), width: 110, render: (i) => i.happenedOn ?? t('kit.none') },
          { key: 'evidence', title: t('reserve.item.evidence'), width: 260, render: (i) => <RestsOn item={i} /> },
          { key: 'by', title: t('reserve.by'), width: 90, render: (i) => i.by ?? t('kit.none') },
          {
            key: 'act',
            title: t('reserve.acts'),
            width: 80,
            render: (i) =>
              isOpen && (
                <Button
                  type="link"
                  size="small"
                  aria-label={t('reserve.item.setOf', { item: words.item(i.key) })}
                  onClick={() => setEditing(i)}
                >
                  {t('reserve.item.set')}
                </Button>
              ),
          },
        ]}
      />
      {editing && <ItemDialog id={idea.id} item={editing} name={words.item(editing.key)} onClose={() => setEditing(null)} />}
    </>
  );
}
function RestsOn({ item: { evidence, papers } }: { item: Item }) {
  const t = useText();
  if (!evidence && papers.length === 0) return <>{t('kit.none')}</>;
  return (
    <span className="readiness-papers">
      {evidence && <span>{evidence}</span>}
      <PaperLinks papers={papers} />
    </span>
  );
}
const stateText = (t: Text, state: ItemState) => `${marks[state]} ${t(`reserve.item.${state}`)}`;

type Fields = { state: ItemState; happenedOn?: string; evidence?: string; files?: File[] };
function ItemDialog({ id, item, name, onClose }: { id: string; item: Item; name: string; onClose: () => void }) {
  const t = useText();
  const [form] = Form.useForm<Fields>();
  const act = useCommand({
    run: async ({ state, happenedOn, evidence, files }: Fields) => {
      const uploadIds = await sendPapers(files);
      const said = { state, happenedOn: happenedOn || null, evidence: evidence?.trim() || null };
      return reserve.setItem({ params: { id }, body: { item: item.key, ...said, uploadIds } });
    },
    done: t('reserve.saved'),
    after: onClose,
    refusals: 'alert',
  });
  return (
    <Modal
      open
      title={t('reserve.item.setOf', { item: name })}
      okText={t('reserve.save')}
      cancelText={t('kit.cancel')}
      okButtonProps={{ loading: act.busy }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <RefusalAlert refusal={act.refusal} />
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={{ state: item.state, happenedOn: item.happenedOn ?? '', evidence: item.evidence ?? '' }}
        onFinish={act.run}
      >
        <Form.Item name="state" label={t('reserve.item.state')}>
          <Select options={itemStates.map((value) => ({ value, label: stateText(t, value) }))} />
        </Form.Item>
        <Form.Item name="happenedOn" label={t('reserve.item.on')}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="evidence" label={t('reserve.item.evidence')} extra={t('reserve.item.evidence.hint')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="files" label={t('evidence.title')}>
          <PapersInput />
        </Form.Item>
      </Form>
    </Modal>
  );
}
