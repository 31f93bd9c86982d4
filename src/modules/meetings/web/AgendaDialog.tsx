import { useQuery } from '@tanstack/react-query';
import { Checkbox, Input, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useText } from '../../../web/text.ts';
import { lightSentence } from '../../lights/web/LightReasons.tsx';
import type { Candidate, MeetingItem, NewItem } from '../contract.ts';
import { isCeremony, type ItemSource, type MeetingKind } from '../domain/meeting.ts';
import { meetings } from './client.ts';

type Props = {
  kind: MeetingKind;
  taken: readonly MeetingItem[];
  act: { busy: boolean; refusal: unknown };
  onAdd: (items: NewItem[]) => void;
  onClose: () => void;
};
const keyOf = (c: Pick<Candidate, 'source' | 'problemId' | 'title'> & { projectId: string | null }) =>
  [c.source, c.projectId, c.problemId, c.source === 'milestone' || c.source === 'permit' ? c.title : ''].join(' ');

/** What could be put on the table: open problems, red lights, overdue milestones, or the projects of a ceremony; and topics in words. */
export function AgendaDialog({ kind, taken, act, onAdd, onClose }: Props) {
  const t = useText();
  const sources: ItemSource[] = isCeremony(kind) ? ['project'] : ['problem', 'light', 'permit', 'milestone'];
  const [source, setSource] = useState<ItemSource>(sources[0]!);
  const [chosen, setChosen] = useState<readonly Candidate[]>([]);
  const [topic, setTopic] = useState('');
  const query = useQuery({ queryKey: ['meetings', 'candidates', kind], queryFn: () => meetings.candidates({ query: { kind } }) });
  const known = new Set(taken.map(keyOf));
  const toggle = (c: Candidate, on: boolean) => setChosen((all) => (on ? [...all, c] : all.filter((x) => keyOf(x) !== keyOf(c))));
  const add = () => {
    const picked = chosen.map(({ source: of, projectId, problemId, title }): NewItem => ({ source: of, projectId, problemId, title }));
    const topics: NewItem[] = topic.trim() ? [{ source: 'topic', projectId: null, problemId: null, title: topic.trim() }] : [];
    onAdd([...topics, ...picked]);
  };
  return (
    <Modal
      open
      width={760}
      title={t('meetings.addItems')}
      okText={t('meetings.add', { n: chosen.length + (topic.trim() ? 1 : 0) })}
      okButtonProps={{ disabled: chosen.length === 0 && topic.trim() === '', loading: act.busy }}
      cancelText={t('kit.cancel')}
      onOk={add}
      onCancel={onClose}
    >
      <RefusalAlert refusal={act.refusal} />
      <label className="meeting-topic">
        {t('meetings.source.topic')}
        <Input value={topic} maxLength={200} onChange={(e) => setTopic(e.target.value)} />
      </label>
      <Loaded query={query}>
        {({ items }) => (
          <>
            <Segmented
              value={source}
              onChange={setSource}
              options={sources.map((value) => ({
                value,
                label: `${t(`meetings.source.${value}`)} ${items.filter((c) => c.source === value).length}`,
              }))}
            />
            <ul className="meeting-candidates">
              {items
                .filter((c) => c.source === source && !known.has(keyOf(c)))
                .map((c) => (
                  <li key={keyOf(c)}>
                    <Checkbox checked={chosen.some((x) => keyOf(x) === keyOf(c))} onChange={(e) => toggle(c, e.target.checked)}>
                      {c.title || c.projectName}{' '}
                      <small>
                        {[c.title && c.projectName, c.unitName, c.why ? lightSentence(t, c.why) : c.since].filter(Boolean).join(' · ')}
                      </small>
                    </Checkbox>
                  </li>
                ))}
            </ul>
          </>
        )}
      </Loaded>
    </Modal>
  );
}
