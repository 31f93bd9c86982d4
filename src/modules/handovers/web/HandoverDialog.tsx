import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { Refusal } from '../../../kernel/refusal.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PersonPicker } from '../../../web/kit/PersonPicker.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { refusalSentence } from '../../../web/kit/refusal-sentence.ts';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { identity, useMe } from '../../../web/session.ts';
import { useText } from '../../../web/text.ts';
import type { HandoverItem } from '../contract.ts';
import { keyOf } from '../domain/item.ts';
import { handovers } from './client.ts';

const people = async (q: string) => (await identity.people({ query: { q: q || undefined, size: 20 } })).items;

/** Who gives and who takes; then what goes over, item by item; then why, and the act. */
export function HandoverDialog({ forOthers, onClose }: { forOthers: boolean; onClose: () => void }) {
  const t = useText();
  const me = useMe().person;
  const [from, setFrom] = useState<string | null>(me.id);
  const [to, setTo] = useState<string | null>(null);
  return (
    <Modal open width={720} title={t('handovers.make')} footer={null} onCancel={onClose} destroyOnHidden>
      <p>{t('handovers.note')}</p>
      <Form layout="vertical" className="handover-people">
        <Form.Item label={t('handovers.from')} htmlFor="handover-from">
          <PersonPicker
            id="handover-from"
            value={from}
            onChange={setFrom}
            load={people}
            disabled={!forOthers}
            chosen={{ id: me.id, name: me.name, unitName: me.unitName }}
          />
        </Form.Item>
        <Form.Item label={t('handovers.to')} htmlFor="handover-to">
          <PersonPicker id="handover-to" value={to} onChange={setTo} load={people} />
        </Form.Item>
      </Form>
      {from && to && <Preview key={`${from} ${to}`} from={from} to={to} onClose={onClose} />}
    </Modal>
  );
}

type Parties = { from: string; to: string; onClose: () => void };
function Preview({ from, to, onClose }: Parties) {
  const query = useQuery({
    queryKey: ['handover-preview', from, to],
    queryFn: () => handovers.preview({ query: { from, to } }),
    gcTime: 0,
    retry: false,
  });
  return <Loaded query={query}>{(preview) => <Choosing {...preview} onClose={onClose} />}</Loaded>;
}

type Previewed = Awaited<ReturnType<typeof handovers.preview>>;
function Choosing({ from, to, items, onClose }: Previewed & { onClose: () => void }) {
  const t = useText();
  const able = items.filter((i) => !i.refusal);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [reason, setReason] = useState('');
  const chosen = able.filter((i) => !left.has(keyOf(i)));
  const make = useCommand({
    run: () => {
      const wanted = chosen.map(({ kind, id, version }) => ({ kind, id, version }));
      return handovers.make({ body: { from: from.id, to: to.id, reason: reason.trim(), items: wanted } });
    },
    done: t('handovers.done', { n: chosen.length }),
    refusals: 'alert',
    after: onClose,
  });
  const toggle = (item: HandoverItem, isOn: boolean) =>
    setLeft((now) => {
      const next = new Set(now);
      if (isOn) next.delete(keyOf(item));
      else next.add(keyOf(item));
      return next;
    });
  const nameOf = ({ name, unitName }: Previewed['from']) => t('handovers.person', { name, unit: unitName });
  if (items.length === 0) return <p>{t('handovers.nothing', { name: from.name })}</p>;
  return (
    <>
      <p>
        <output>
          {t('handovers.preview', { from: nameOf(from), to: nameOf(to), n: able.length, refused: items.length - able.length })}
        </output>
      </p>
      <ul className="handover-items">
        {items.map((item) => (
          <ItemLine key={keyOf(item)} item={item} isOn={!item.refusal && !left.has(keyOf(item))} onToggle={(isOn) => toggle(item, isOn)} />
        ))}
      </ul>
      <RefusalAlert refusal={make.refusal} />
      <Input
        aria-label={t('handovers.reason')}
        placeholder={t('handovers.reason')}
        maxLength={500}
        value={reason}
        onChange={(e) => setReason(e.target.value)}
      />
      <div className="form-acts">
        <Button
          type="primary"
          disabled={chosen.length === 0 || reason.trim() === ''}
          loading={make.busy}
          onClick={() => make.run(undefined)}
        >
          {t('handovers.do', { n: chosen.length })}
        </Button>
        <Button onClick={onClose}>{t('kit.cancel')}</Button>
      </div>
    </>
  );
}

type LineProps = { item: HandoverItem; isOn: boolean; onToggle: (isOn: boolean) => void };
function ItemLine({ item, isOn, onToggle }: LineProps) {
  const t = useText();
  const { refusal, title, kind, stage, stepName } = item;
  const why = refusal && refusalSentence(t, new Refusal(refusal.kind as Refusal['kind'], refusal.code, refusal.details)).what;
  return (
    <li>
      <Checkbox checked={isOn} disabled={refusal !== null} onChange={(e) => onToggle(e.target.checked)}>
        {title ?? t('handovers.untitled')}
      </Checkbox>
      <span className="soft">
        {t(`handovers.kind.${kind}`)} {stage ? t(`projects.stage.${stage}`) : stepName}
      </span>
      {why && <span className="wrong">{why}</span>}
    </li>
  );
}
