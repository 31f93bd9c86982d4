import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Column } from '../../../web/kit/column.ts';
import { useLanguage, useText } from '../../../web/text.ts';
import { dateEvents } from '../domain/authority-date.ts';
import { type ListPage, type ListRow, projects } from './client.ts';

/** A column of the ledger for every date that an authority recognises; they wait in the column chooser. */
export function useDateColumns(): Column<ListRow, ListPage>[] {
  const t = useText();
  const language = useLanguage();
  const { data } = useQuery({
    queryKey: ['date-authorities'],
    queryFn: () => projects.authorities({}),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return useMemo(() => {
    const own = { code: 'claimed', events: ['above_scale'] as readonly string[], who: t('projects.dates.claimed') };
    const all = [own, ...(data?.items ?? []).map((a) => ({ ...a, who: t('projects.dates.recognised', { who: a[language] }) }))];
    return dateEvents.flatMap((event) =>
      all
        .filter((a) => (a.events as readonly string[]).includes(event))
        .map(({ code, who }) => ({
          key: `${event}.${code}`,
          title: t('projects.dates.column', { event: t(`projects.event.${event}`), who }),
          width: 150,
          extra: true,
          render: (p: ListRow) => p.recognised[`${event}.${code}`] ?? t('kit.none'),
        })),
    );
  }, [t, language, data]);
}
