import type { Room } from '../../../web/room.ts';
import { en, zh } from './messages.ts';

const entries = () => import('./EntryGridPage.tsx');

/** Tables of cells for many entries or projects at once; their lists lead here. */
export const room: Room = {
  key: 'grids',
  routes: [
    { path: 'grids/arrivals', lazy: async () => ({ Component: (await entries()).ArrivalGridPage }) },
    { path: 'grids/investments', lazy: async () => ({ Component: (await entries()).InvestmentGridPage }) },
    { path: 'grids/projects', lazy: async () => ({ Component: (await import('./ProjectGridPage.tsx')).ProjectGridPage }) },
  ],
  menu: [],
  messages: { zh, en },
};
