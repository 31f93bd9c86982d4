import { Navigate } from 'react-router';
import { menuFor } from './menu.ts';
import { NotFound } from './PageError.tsx';
import type { Room } from './room.ts';
import { useMe } from './session.ts';

/** '/' is the first page that the person's menu offers. */
export function Home({ rooms }: { rooms: readonly Room[] }) {
  const [first] = menuFor(rooms, useMe());
  return first ? <Navigate to={first.items[0]!.path} replace /> : <NotFound />;
}
