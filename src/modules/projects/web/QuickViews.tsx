import { Link, useSearchParams } from 'react-router';
import { useText } from '../../../web/text.ts';
import { sides } from '../domain/stage.ts';

const quick = [
  ['all', ''],
  ['talks', 'stage=planning,negotiating&side=none'],
  ['signed', 'signed=true'],
  ['preparing', 'stage=signed,preparing&side=none'],
  ['building', 'stage=building&side=none'],
  ['producing', 'stage=completed,producing,at_capacity&side=none'],
  ['aside', `side=${sides.join(',')}`],
] as const;

const asked = (text: string) =>
  [...new URLSearchParams(text)]
    .filter(([key]) => !['page', 'size', 'sort', 'cols', 'row'].includes(key))
    .map(([key, value]) => `${key}=${value}`)
    .toSorted()
    .join('&');

/** The ways into the ledger that are wanted every day, one press each. */
export function QuickViews() {
  const t = useText();
  const [search] = useSearchParams();
  const here = asked(search.toString());
  return (
    <nav className="quick-views" aria-label={t('projects.quick')}>
      {quick.map(([key, query]) => (
        <Link key={key} to={{ search: query && `?${query}` }} aria-current={asked(query) === here ? 'page' : undefined}>
          {t(`projects.quick.${key}`)}
        </Link>
      ))}
    </nav>
  );
}
