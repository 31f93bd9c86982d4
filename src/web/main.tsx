import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { Refusal } from '../kernel/refusal.ts';
import { onSignedOut } from './api.ts';
import { openRooms } from './open.ts';
import { signInAddress, signInPath } from './return-address.ts';
import './styles.css';
import { addMessages } from './text.ts';

/** A refusal is an answer: asking again gives the same. Only a lost connection is worth another try. */
const mayRetry = (failures: number, error: Error) => failures < 2 && error instanceof Refusal && error.code === 'request.unreachable';
const queries = new QueryClient({ defaultOptions: { queries: { retry: mayRetry, staleTime: 10_000 } } });

for (const room of openRooms) addMessages(room.messages);
const router = createBrowserRouter(
  openRooms.flatMap((room) => room.open ?? []),
  {
    // The shell and the rooms' words are fetched only when a page behind the sign-in is asked for.
    patchRoutesOnNavigation: async ({ patch }) => {
      const { shell } = await import('./routes.tsx');
      patch(null, [shell()]);
    },
  },
);
onSignedOut(() => {
  const here = location.pathname + location.search;
  if (location.pathname === signInPath || openRooms.some((room) => room.open?.some((page) => page.path === location.pathname))) return;
  queries.clear();
  void router.navigate(signInAddress(here), { replace: true });
});

createRoot(document.getElementById('root')!).render(
  <QueryClientProvider client={queries}>
    <RouterProvider router={router} />
  </QueryClientProvider>,
);
