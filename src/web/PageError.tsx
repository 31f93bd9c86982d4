import { isRouteErrorResponse, Link, useRouteError } from 'react-router';
import { Refusal } from '../kernel/refusal.ts';
import { PageHeader } from './kit/PageHeader.tsx';
import { RefusalAlert } from './kit/RefusalAlert.tsx';
import { useText } from './text.ts';

/** What a page shows when it cannot be drawn, instead of nothing at all. */
export function PageError() {
  const t = useText();
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFound />;
  if (error instanceof Refusal) return <RefusalAlert refusal={error} />;
  const outdated = error instanceof TypeError && /import|module/i.test(error.message);
  return (
    <>
      <PageHeader title={t(outdated ? 'shell.error.outdated' : 'shell.error.page')} />
      {!outdated && <p>{String(error instanceof Error ? error.message : error)}</p>}
      <button type="button" className="plain-button" onClick={() => location.reload()}>
        {t('shell.reload')}
      </button>
    </>
  );
}

export function NotFound() {
  const t = useText();
  return (
    <>
      <PageHeader title={t('shell.notFound')} />
      <p>{t('shell.notFound.do')}</p>
      <Link to="/">{t('shell.home')}</Link>
    </>
  );
}

/** While the first page's script is on its way. */
export function Waiting() {
  const t = useText();
  return <p className="hint waiting">{t('kit.loading')}</p>;
}
