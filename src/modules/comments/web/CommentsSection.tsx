import { useQuery } from '@tanstack/react-query';
import { Button, Input, Popconfirm, Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { api } from '../../../web/api.ts';
import { WithDraft } from '../../../web/kit/Draft.tsx';
import { type Stored, useDraftStore } from '../../../web/kit/draft-store.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { identity } from '../../../web/session.ts';
import { useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { commentsContract, type CommentView } from '../contract.ts';
import './comments.css';

const comments = api(commentsContract);
const key = (projectId: string) => ['comments', projectId];

/** What people say about a project, and whether the reader watches it. */
export function CommentsSection({ projectId }: { projectId: string }) {
  const t = useText();
  const query = useQuery({ queryKey: key(projectId), queryFn: () => comments.list({ params: { id: projectId } }) });
  const watch = useCommand({
    run: (isWatching: boolean) => comments.watch({ params: { id: projectId }, body: { isWatching } }),
    done: ({ isWatching }) => t(isWatching ? 'comments.watching.done' : 'comments.unwatched.done'),
    stale: [key(projectId)],
  });
  return (
    <Loaded query={query}>
      {({ items, isMasked, isWatching, watchers, can }) => (
        <div className="comments">
          <p className="comment-watch">
            <Button aria-pressed={isWatching} loading={watch.busy} onClick={() => watch.run(!isWatching)}>
              {t(isWatching ? 'comments.unwatch' : 'comments.watch')}
            </Button>
            <span>{t('comments.watch.note', { n: watchers })}</span>
          </p>
          {isMasked && <p className="hint">{t('comments.masked')}</p>}
          {can.write && (
            <WithDraft<Draft> form={`comment.${projectId}`}>
              {(stored) => <CommentBox key={projectId} projectId={projectId} stored={stored} />}
            </WithDraft>
          )}
          {!isMasked && items.length === 0 && <p className="hint">{t('comments.empty')}</p>}
          <ul>
            {items.map((c) => (
              <Comment key={c.id} projectId={projectId} comment={c} />
            ))}
          </ul>
        </div>
      )}
    </Loaded>
  );
}

function Comment({ projectId, comment: c }: { projectId: string; comment: CommentView }) {
  const t = useText();
  const retract = useCommand({
    run: () => comments.retract({ params: { id: projectId, entryId: c.id } }),
    done: t('comments.retracted.done'),
    stale: [key(projectId)],
  });
  return (
    <li>
      <b>{c.by}</b> <span className="soft">{c.unitName}</span> <time>{momentText(c.at)}</time>
      {c.subject !== 'project' && <span className="soft">{t(`comments.on.${c.subject}`)}</span>}
      <p className={c.body === null ? 'soft' : undefined}>{c.body ?? t('comments.retracted')}</p>
      {c.mentions.length > 0 && <p className="soft">{t('comments.mentioned', { names: c.mentions.join(t('shell.comma')) })}</p>}
      {c.can.retract && (
        <Popconfirm
          title={t('comments.retract.say')}
          okText={t('comments.retract')}
          cancelText={t('kit.cancel')}
          onConfirm={() => retract.run(undefined)}
        >
          <Button type="link" size="small" loading={retract.busy}>
            {t('comments.retract')}
          </Button>
        </Popconfirm>
      )}
    </li>
  );
}

type Person = { value: string; label: string };
type Draft = { body: string; mentions: Person[] };
function CommentBox({ projectId, stored }: { projectId: string; stored: Stored<Draft> | null }) {
  const t = useText();
  const [body, setBody] = useState(stored?.body.body ?? '');
  const [mentions, setMentions] = useState<Person[]>(stored?.body.mentions ?? []);
  const draft = useDraftStore<Draft>(`comment.${projectId}`);
  const edit = (text: string, people: Person[]) => {
    setBody(text);
    setMentions(people);
    draft.keep({ body: text, mentions: people });
  };
  const write = useCommand({
    run: () => comments.write({ params: { id: projectId }, body: { body, mentions: mentions.map((m) => m.value) } }),
    done: t('comments.written'),
    refusals: 'alert',
    stale: [key(projectId)],
    after: () => {
      draft.drop();
      setBody('');
      setMentions([]);
    },
  });
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        write.run(undefined);
      }}
    >
      <RefusalAlert refusal={write.refusal} />
      <Input.TextArea
        aria-label={t('comments.body')}
        placeholder={t('comments.body')}
        rows={3}
        maxLength={2000}
        value={body}
        onChange={(e) => edit(e.target.value, mentions)}
      />
      <MentionPicker value={mentions} onChange={(people) => edit(body, people)} />
      <Button type="primary" htmlType="submit" disabled={!body.trim()} loading={write.busy}>
        {t('comments.write')}
      </Button>
    </form>
  );
}

/** Whom to tell, by name or pinyin initials. */
function MentionPicker({ value, onChange }: { value: Person[]; onChange: (people: Person[]) => void }) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim());
  const { data = [] } = useQuery({
    queryKey: ['person-options', 'mention', q],
    queryFn: async () => (await identity.people({ query: { q: q || undefined, size: 20 } })).items,
    staleTime: 60_000,
  });
  return (
    <Select
      mode="multiple"
      labelInValue
      aria-label={t('comments.mention')}
      placeholder={t('comments.mention')}
      value={value}
      options={data.map((p) => ({ value: p.id, label: t('kit.pick.personOf', { name: p.name, unit: p.unitName }) }))}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      onChange={(people) => onChange(people.map((p) => ({ value: p.value, label: String(p.label) })))}
    />
  );
}
