import type { RouteObject } from 'react-router';
import { room as evidence } from '../modules/evidence/web/index.ts';
import { room as identity } from '../modules/identity/web/index.ts';
import { room as reference } from '../modules/reference/web/index.ts';
import { Home } from './Home.tsx';
import { Layout } from './Layout.tsx';
import { NotFound, PageError } from './PageError.tsx';
import type { Room } from './room.ts';
import { addMessages } from './text.ts';
import { Themed } from './Themed.tsx';

/** Every room with pages, one line each. */
const rooms: readonly Room[] = [identity, reference, evidence];

/** The shell around every room's pages. */
export function shell(): RouteObject {
  for (const room of rooms) addMessages(room.messages);
  const pages = rooms.flatMap((room) => room.routes);
  return {
    path: '/',
    element: (
      <Themed>
        <Layout rooms={rooms} />
      </Themed>
    ),
    ErrorBoundary: PageError,
    children: [
      {
        ErrorBoundary: PageError,
        children: [{ index: true, element: <Home rooms={rooms} /> }, ...pages, { path: '*', Component: NotFound }],
      },
    ],
  };
}
