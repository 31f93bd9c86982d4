import { ImportOutlined } from '@ant-design/icons';
import { createElement } from 'react';
import type { Role } from '../../../kernel/actor.ts';
import type { Room } from '../../../web/room.ts';
import { en, zh } from './messages.ts';

/** Those who may bring in at least one kind of list. */
const importers: readonly Role[] = ['promoter', 'unit_head', 'promotion_admin', 'system_admin'];

/** Lists brought in from the files that offices already have. */
export const room: Room = {
  key: 'imports',
  routes: [
    { path: 'imports', lazy: async () => ({ Component: (await import('./ImportsPage.tsx')).ImportsPage }) },
    { path: 'imports/:id', lazy: async () => ({ Component: (await import('./ImportPage.tsx')).ImportPage }) },
  ],
  menu: [
    {
      key: 'imports.menu',
      path: '/imports',
      icon: createElement(ImportOutlined, { 'aria-hidden': true }),
      group: 'ledger',
      order: 80,
      visible: (me) => importers.some((role) => me.roles.includes(role)),
    },
  ],
  messages: { zh, en },
};
