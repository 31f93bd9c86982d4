import { useQuery } from '@tanstack/react-query';
import type { Views } from '../../../web/kit/TableTools.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import type { SharedWith } from '../domain/saved-view.ts';
import { projects } from './client.ts';

/** A view as it is kept: the address's query with its columns apart. */
function stateOf(text: string) {
  const query = new URLSearchParams(text);
  const columns = query.get('cols')?.split(',').filter(Boolean) ?? [];
  query.delete('cols');
  return { query: Object.fromEntries(query), columns };
}
function textOf({ query, columns }: ReturnType<typeof stateOf>): string {
  const text = new URLSearchParams(query);
  if (columns.length) text.set('cols', columns.join(','));
  return text.toString();
}

/** The saved views of a list: one's own, and those that colleagues share. */
export function useViews(list: string): Views {
  const t = useText();
  const stale = [['views', list]];
  const { data } = useQuery({ queryKey: ['views', list], queryFn: () => projects.views({ query: { list } }) });
  const save = useCommand({
    run: (view: { name: string; query: string; sharedWith: SharedWith }) =>
      projects.saveView({ body: { list, name: view.name, sharedWith: view.sharedWith, state: stateOf(view.query) } }),
    done: t('projects.view.saved'),
    stale,
  });
  const remove = useCommand({ run: (id: string) => projects.removeView({ params: { id } }), done: t('projects.view.removed'), stale });
  const items = (data?.items ?? []).map(({ id, name, owner, sharedWith, state, can }) => ({
    id,
    name,
    label: can.edit ? name : t('projects.view.of', { name, owner }),
    query: textOf(state),
    isOwn: can.edit,
    sharedWith,
  }));
  return {
    items,
    onSave: (name, query) => {
      const before = items.find((v) => v.isOwn && v.name === name);
      save.run({ name, query, sharedWith: before?.sharedWith ?? 'nobody' });
    },
    onDelete: remove.run,
    onShare: ({ name, query }, sharedWith) => save.run({ name, query, sharedWith }),
  };
}
