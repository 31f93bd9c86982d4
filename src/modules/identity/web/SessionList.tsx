import { type QueryKey, useQuery } from '@tanstack/react-query';
import { Button, List, Tag } from 'antd';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { identity } from '../../../web/session.ts';
import { useText } from '../../../web/text.ts';
import type { Session } from '../contract.ts';
import { momentText } from './moment.ts';

/** Where a person is signed in, each with a way to end it; not the reader's own present session, which is ended by signing out. */
export function SessionList({ queryKey, load }: { queryKey: QueryKey; load: () => Promise<Session[]> }) {
  const t = useText();
  const query = useQuery({ queryKey, queryFn: load });
  const end = useCommand({
    run: (id: string) => identity.revokeSession({ params: { id } }),
    done: t('account.session.ended'),
    stale: [queryKey],
  });
  return (
    <Loaded query={query}>
      {(sessions) =>
        sessions.length === 0 ? (
          <p className="hint">{t('roles.noSessions')}</p>
        ) : (
          <List
            size="small"
            dataSource={sessions}
            renderItem={(s) => (
              <List.Item
                key={s.id}
                actions={
                  s.isCurrent
                    ? [<Tag key="here">{t('account.session.current')}</Tag>]
                    : [
                        <Button
                          key="end"
                          size="small"
                          danger
                          loading={end.busy}
                          aria-label={t('account.session.endFor', { ip: s.ip })}
                          onClick={() => end.run(s.id)}
                        >
                          {t('account.session.end')}
                        </Button>,
                      ]
                }
              >
                <List.Item.Meta
                  title={`${browserOf(s.userAgent)} · ${s.ip}`}
                  description={`${t('account.session.since')} ${momentText(s.createdAt)} · ${t('account.session.seen')} ${momentText(s.lastSeenAt)}`}
                />
              </List.Item>
            )}
          />
        )
      }
    </Loaded>
  );
}

const browsers = ['MicroMessenger', 'Edg', 'QQBrowser', 'Firefox', 'Chrome', 'Safari'] as const;
/** The part of a browser's long name by which people know it. */
const browserOf = (agent: string) =>
  browsers.find((name) => agent.includes(`${name}/`))?.replace('Edg', 'Edge') ?? (agent.slice(0, 30) || '—');
