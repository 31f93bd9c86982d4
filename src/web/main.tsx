import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { Refusal } from '../kernel/refusal.ts';
import { onSignedOut } from './api.ts';
import { openRooms } from './open.ts';
import { PageError, Waiting } from './PageError.tsx';
import { signInAddress, signInPath } from './return-address.ts';
import { meQuery } from './session.ts';
import './styles.css';
import './forms.css';
import { addMessages } from './text.ts';

/** A refusal is an answer: asking again gives the same. Only a lost connection is worth another try. */
const mayRetry = (failures: number, error: Error) => failures < 2 && error instanceof Refusal && error.code === 'request.unreachable';
const queries = new QueryClient({ defaultOptions: { queries: { retry: mayRetry, staleTime: 10_000 } } });

for (const room of openRooms) addMessages(room.messages);
const isSignedOut = (error: unknown) => error instanceof Refusal && error.code === 'session.required';
const router = createBrowserRouter(
  [{ ErrorBoundary: PageError, HydrateFallback: Waiting, children: openRooms.flatMap((room) => room.open ?? []) }],
  {
    // The shell and the rooms' words are fetched only when someone signed in asks for a page behind the sign-in;
    // anyone else is already being led to the sign-in page by onSignedOut.
    patchRoutesOnNavigation: async ({ patch }) => {
      const refusal = await queries.fetchQuery(meQuery).then(
        () => null,
        (error: unknown) => error,
      );
      if (isSignedOut(refusal)) return;
      const { shell } = await import('./routes.tsx');
      patch(null, [shell()]);
    },
  },
);
onSignedOut(() => {
  const here = location.pathname + location.search;
  if (location.pathname === signInPath || openRooms.some((room) => room.open?.some((page) => page.path === location.pathname))) return;
  // Nothing that the last person saw stays behind.
  void router.navigate(signInAddress(here), { replace: true }).then(() => queries.clear());
});

createRoot(document.getElementById('root')!).render(
  <QueryClientProvider client={queries}>
    <RouterProvider router={router} />
  </QueryClientProvider>,
);
