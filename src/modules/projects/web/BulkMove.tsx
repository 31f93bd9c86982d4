import { Button, Checkbox, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { Refusal } from '../../../kernel/refusal.ts';
import { PartialDateField } from '../../../web/kit/fields.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { refusalSentence } from '../../../web/kit/refusal-sentence.ts';
import { takeBack } from '../../../web/kit/take-back.ts';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { type Stage, stages } from '../domain/stage.ts';
import { projects } from './client.ts';
import { useToday } from './use-today.ts';

type Row = { id: string; version: number };
type Outcome = Awaited<ReturnType<typeof projects.bulkMovePreview>>['items'][number];
type Fields = { to: Stage; happenedOn: string; reason?: string };
type Body = Parameters<typeof projects.bulkMovePreview>[0]['body'];
type Props = { rows: readonly Row[]; onClose: () => void; onDone: () => void };

/** What needs a look comes first. */
const order = { refused: 0, proposed: 1, moved: 2 };

/** One move for the ticked projects: where to and when, then what becomes of each of them, then the act. */
export function BulkMove({ rows, onClose, onDone }: Props) {
  const t = useText();
  const today = useToday();
  const [form] = Form.useForm<Fields>();
  const [asked, setAsked] = useState<{ body: Body; items: Outcome[] } | null>(null);
  const [skips, setSkips] = useState(false);
  const preview = useCommand({
    run: async ({ to, happenedOn, reason }: Fields) => {
      const body = { rows: [...rows], to, happenedOn, ...(reason?.trim() && { reason: reason.trim() }) };
      return { body, ...(await projects.bulkMovePreview({ body })) };
    },
    refusals: 'alert',
    stale: [],
    after: setAsked,
  });
  const apply = useCommand({
    run: () => projects.bulkMove({ body: { ...asked!.body, skipRefused: skips } }),
    done: ({ items }) => t('projects.bulk.move.done', countsOf(items)),
    refusals: 'alert',
    undo: ({ items }) => takeBack(items.find((i) => i.outcome !== 'refused')!.id, t),
    after: onDone,
  });
  const counts = countsOf(asked?.items ?? []);
  const n = counts.moved + counts.proposed;
  const acts = asked
    ? [
        <Button key="back" onClick={() => setAsked(null)}>
          {t('projects.bulk.back')}
        </Button>,
        <Button
          key="apply"
          type="primary"
          loading={apply.busy}
          disabled={n === 0 || (counts.refused > 0 && !skips)}
          onClick={() => apply.run(undefined)}
        >
          {t('projects.bulk.move.apply', { n })}
        </Button>,
      ]
    : [
        <Button key="cancel" onClick={onClose}>
          {t('kit.cancel')}
        </Button>,
        <Button key="preview" type="primary" loading={preview.busy} onClick={form.submit}>
          {t('projects.bulk.preview')}
        </Button>,
      ];
  const label = t('projects.bulk.move.to');
  return (
    <Modal open title={t('projects.bulk.move', { n: rows.length })} width={760} onCancel={onClose} footer={acts}>
      <RefusalAlert refusal={apply.refusal ?? preview.refusal} />
      <div hidden={asked !== null}>
        <Form<Fields> form={form} name="bulk-move" layout="vertical" initialValues={{ happenedOn: today }} onFinish={preview.run}>
          <Form.Item name="to" label={label} rules={[{ required: true, message: t('kit.required', { label }) }]}>
            <Select options={stages.map((value) => ({ value, label: t(`projects.stage.${value}`) }))} />
          </Form.Item>
          <PartialDateField name="happenedOn" label={t('projects.bulk.move.on')} required />
          <Form.Item name="reason" label={t('kit.reason')} extra={t('projects.bulk.move.reason.hint')}>
            <Input maxLength={1000} />
          </Form.Item>
        </Form>
      </div>
      {asked && (
        <>
          <p>
            <output>{t('projects.bulk.move.counts', counts)}</output>
          </p>
          <section className="outcomes" aria-label={t('projects.bulk.preview')}>
            <ul>
              {asked.items
                .toSorted((a, b) => order[a.outcome] - order[b.outcome])
                .map((item) => (
                  <MoveLine key={item.id} item={item} to={asked.body.to} />
                ))}
            </ul>
          </section>
          {counts.refused > 0 && (
            <p className="notice">
              <Checkbox checked={skips} onChange={(e) => setSkips(e.target.checked)}>
                {t('projects.bulk.move.skip', { n: counts.refused })}
              </Checkbox>
            </p>
          )}
        </>
      )}
    </Modal>
  );
}

const countsOf = (items: readonly Outcome[]) => {
  const of = (outcome: Outcome['outcome']) => items.filter((i) => i.outcome === outcome).length;
  return { moved: of('moved'), proposed: of('proposed'), refused: of('refused') };
};

function MoveLine({ item: { id, code, name, from, outcome, refusal }, to }: { item: Outcome; to: Stage }) {
  const t = useText();
  const sentence = refusal && refusalSentence(t, new Refusal(refusal.kind as Refusal['kind'], refusal.code, refusal.details));
  const words = { from: from ? t(`projects.stage.${from}`) : '', to: t(`projects.stage.${to}`) };
  return (
    <li className={outcome}>
      <Link to={`/projects/${id}`} target="_blank">
        {name ?? code ?? t('projects.bulk.unknown')}
      </Link>
      {sentence ? (
        <span className="wrong">
          {sentence.what} {sentence.todo}
        </span>
      ) : (
        <span>{t(`projects.bulk.move.${outcome}`, words)}</span>
      )}
    </li>
  );
}
