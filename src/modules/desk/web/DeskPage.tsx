import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { api } from '../../../web/api.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { hasMessage, type Text, useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { notices } from '../../notices/web/client.ts';
import { noticeSentence } from '../../notices/web/sentence.ts';
import { type Desk, deskContract, type DeskItem } from '../contract.ts';
import './desk.css';

const desk = api(deskContract);
const deskQuery = { queryKey: ['desk'], queryFn: () => desk.get({}) };
const latestNotices = { queryKey: ['notices', 'latest'], queryFn: () => notices.list({ query: { unread: 'true', size: 8 } }) };

/** Everything that asks for the reader, on one screen. */
export function DeskPage() {
  const t = useText();
  const query = useQuery(deskQuery);
  return (
    <>
      <PageHeader title={t('desk.title')} />
      <Loaded query={query}>
        {({ sections, changes }) => (
          <div className="desk">
            {sections.map(({ key, items }) => (
              <Part key={key} title={t(`desk.section.${key}`)} count={items.length} empty={t(`desk.section.${key}.none`)}>
                {items.map((item) => (
                  <li key={`${item.kind} ${item.key}`}>
                    <Link to={item.link}>{itemWords(t, item)}</Link>
                  </li>
                ))}
              </Part>
            ))}
            <Notices />
            <Changes changes={changes} />
          </div>
        )}
      </Loaded>
    </>
  );
}

const spoken: Readonly<Record<string, string>> = { what: 'notice.subject', stage: 'projects.stage', form: 'desk.form' };
/** Parameters that stand for words of the product are put into the reader's language. */
function itemWords(t: Text, { kind, title, params }: DeskItem): string {
  const words = Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      const key = `${spoken[name] ?? ''}.${value}`;
      return [name, hasMessage(key) ? t(key) : value];
    }),
  );
  return t(`desk.item.${kind}`, { ...words, title: title ?? '' });
}

type PartProps = { title: string; count: number; empty: string; act?: ReactNode; children: ReactNode };
function Part({ title, count, empty, act, children }: PartProps) {
  return (
    <section>
      <h2>
        {title} {count > 0 && <b>{count}</b>}
        {act}
      </h2>
      {count === 0 ? <p className="soft">{empty}</p> : <ul>{children}</ul>}
    </section>
  );
}

function Notices() {
  const t = useText();
  const { data } = useQuery(latestNotices);
  const items = data?.items ?? [];
  return (
    <Part
      title={t('notices.title')}
      count={data?.unread ?? 0}
      empty={t('desk.notices.none')}
      act={<Link to="/notices">{t('desk.all')}</Link>}
    >
      {items.map((n) => (
        <li key={n.id}>
          <Link to={n.link}>{noticeSentence(t, n)}</Link> <time>{momentText(n.createdAt)}</time>
        </li>
      ))}
    </Part>
  );
}

function Changes({ changes: { since, items } }: Pick<Desk, 'changes'>) {
  const t = useText();
  const seen = useCommand({ run: () => desk.seen({}), done: t('desk.seen.done'), stale: [['desk']] });
  const parts = (c: Desk['changes']['items'][number]) =>
    (['stages', 'money', 'notes', 'comments'] as const).flatMap((k) => (c[k] > 0 ? [t(`desk.changes.${k}`, { n: c[k] })] : []));
  const act = items.length > 0 && (
    <Button size="small" loading={seen.busy} onClick={() => seen.run(undefined)}>
      {t('desk.seen')}
    </Button>
  );
  return (
    <Part title={t('desk.changes', { since: momentText(since) })} count={items.length} empty={t('desk.changes.none')} act={act}>
      {items.map((c) => (
        <li key={c.projectId}>
          <Link to={`/projects/${c.projectId}`}>{c.title}</Link> <span>{parts(c).join(t('shell.comma'))}</span>{' '}
          <time>{momentText(c.at)}</time>
        </li>
      ))}
    </Part>
  );
}
