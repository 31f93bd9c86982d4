import { Button, Checkbox, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { Refusal } from '../../../kernel/refusal.ts';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { refusalSentence } from '../../../web/kit/refusal-sentence.ts';
import { takeBack } from '../../../web/kit/take-back.ts';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useMe } from '../../../web/session.ts';
import { useText } from '../../../web/text.ts';
import { bulkFields, type RecordField } from '../domain/record.ts';
import { projects } from './client.ts';
import { FieldItem, FormFactsOf, labelOf } from './FieldItem.tsx';
import { ChangeText } from './ValueText.tsx';

type Row = { id: string; version: number };
type Outcome = Awaited<ReturnType<typeof projects.bulkPreview>>['items'][number];
type Fields = Partial<Record<RecordField, string | null>> & { reason?: string };
type Props = { rows: readonly Row[]; onClose: () => void; onDone: () => void };
type Bulk = Parameters<typeof projects.bulkPreview>[0]['body'];

const facts = {
  required: new Set<string>(),
  withholdable: new Set<string>(),
  mayStayBlank: () => true,
  locked: new Set<string>(),
  currency: 'CNY',
  chosen: {},
};

/** One edit for the ticked projects: what to change, then what it does to each of them, then the act. */
export function BulkEdit({ rows, onClose, onDone }: Props) {
  const t = useText();
  const me = useMe();
  const [form] = Form.useForm<Fields>();
  const [chosen, setChosen] = useState<RecordField[]>([]);
  const [asked, setAsked] = useState<{ body: Bulk; items: Outcome[] } | null>(null);
  const [skips, setSkips] = useState(false);
  const bodyOf = (fields: Fields): Bulk => ({
    rows: [...rows],
    patch: Object.fromEntries(chosen.map((f) => [f, fields[f] ?? null])),
    ...(fields.reason?.trim() && { reason: fields.reason.trim() }),
  });
  const preview = useCommand({
    run: async (fields: Fields) => {
      const body = bodyOf(fields);
      return { body, ...(await projects.bulkPreview({ body })) };
    },
    refusals: 'alert',
    stale: [],
    after: setAsked,
  });
  const apply = useCommand({
    run: () => projects.bulk({ body: { ...asked!.body, skipRefused: skips } }),
    done: ({ items }) => t('projects.bulk.done', { n: items.filter((i) => i.outcome === 'changed').length }),
    refusals: 'alert',
    undo: ({ items }) => takeBack(items.find((i) => i.outcome === 'changed')!.id, t),
    after: onDone,
  });
  const refused = asked?.items.filter((i) => i.outcome === 'refused').length ?? 0;
  const changed = asked?.items.filter((i) => i.outcome === 'changed').length ?? 0;
  const acts = asked
    ? [
        <Button key="back" onClick={() => setAsked(null)}>
          {t('projects.bulk.back')}
        </Button>,
        <Button
          key="apply"
          type="primary"
          loading={apply.busy}
          disabled={changed === 0 || (refused > 0 && !skips)}
          onClick={() => apply.run(undefined)}
        >
          {t('projects.bulk.apply', { n: changed })}
        </Button>,
      ]
    : [
        <Button key="cancel" onClick={onClose}>
          {t('kit.cancel')}
        </Button>,
        <Button key="preview" type="primary" disabled={chosen.length === 0} loading={preview.busy} onClick={form.submit}>
          {t('projects.bulk.preview')}
        </Button>,
      ];
  return (
    <Modal open title={t('projects.bulk', { n: rows.length })} width={760} onCancel={onClose} footer={acts}>
      <RefusalAlert refusal={apply.refusal ?? preview.refusal} />
      <div hidden={asked !== null}>
        <Form<Fields> form={form} name="bulk" layout="vertical" onFinish={preview.run}>
          <Form.Item label={t('projects.bulk.fields')} htmlFor="bulk-fields">
            <Select
              id="bulk-fields"
              mode="multiple"
              value={chosen}
              onChange={setChosen}
              options={bulkFields.map((value) => ({ value, label: labelOf(t, value) }))}
            />
          </Form.Item>
          <FormFactsOf value={facts}>
            {chosen.map((field) => (
              <FieldItem key={field} field={field} />
            ))}
          </FormFactsOf>
          {me.roles.includes('promotion_admin') && (
            <Form.Item name="reason" label={t('projects.bulk.reason')} extra={t('projects.bulk.reason.hint')}>
              <Input maxLength={1000} />
            </Form.Item>
          )}
        </Form>
      </div>
      {asked && (
        <>
          <p>
            <output>{t('projects.bulk.counts', { changed, refused, same: asked.items.length - changed - refused })}</output>
          </p>
          <section className="outcomes" aria-label={t('projects.bulk.preview')}>
            <ul>
              {asked.items
                .toSorted((a, b) => order[a.outcome] - order[b.outcome])
                .map((item) => (
                  <OutcomeLine key={item.id} item={item} />
                ))}
            </ul>
          </section>
          {refused > 0 && (
            <p className="notice">
              <Checkbox checked={skips} onChange={(e) => setSkips(e.target.checked)}>
                {t('projects.bulk.skip', { n: refused })}
              </Checkbox>
            </p>
          )}
        </>
      )}
    </Modal>
  );
}

/** What needs a look comes first. */
const order = { refused: 0, changed: 1, unchanged: 2 };

function OutcomeLine({ item: { id, code, name, outcome, refusal, changes } }: { item: Outcome }) {
  const t = useText();
  const sentence = refusal && refusalSentence(t, new Refusal(refusal.kind as Refusal['kind'], refusal.code, refusal.details));
  return (
    <li className={outcome}>
      <Link to={`/projects/${id}`} target="_blank">
        {name ?? code ?? t('projects.bulk.unknown')}
      </Link>
      {outcome === 'unchanged' && <span className="hint">{t('projects.bulk.same')}</span>}
      {sentence && (
        <span className="wrong">
          {sentence.what} {sentence.todo}
        </span>
      )}
      {changes.map(({ field, before, after }) => (
        <span key={field}>
          <ChangeText field={field} before={before} after={after} />
        </span>
      ))}
    </li>
  );
}
