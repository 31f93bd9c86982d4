import { ImportOutlined } from '@ant-design/icons';
import { createElement } from 'react';
import type { Role } from '../../../kernel/actor.ts';
import type { MenuItem, Room } from '../../../web/room.ts';
import { en, zh } from './messages.ts';

/** Those who may bring in lists of the ledger; the system administrator brings in units and people. */
const importers: readonly Role[] = ['promoter', 'unit_head', 'promotion_admin', 'statistics', 'development'];
const entry = (group: 'ledger' | 'settings', roles: readonly Role[]): MenuItem => ({
  key: 'imports.menu',
  path: '/imports',
  icon: createElement(ImportOutlined, { 'aria-hidden': true }),
  group,
  order: 80,
  visible: (me) => roles.some((role) => me.roles.includes(role)),
});

/** Lists brought in from the files that offices already have. */
export const room: Room = {
  key: 'imports',
  routes: [
    { path: 'imports', lazy: async () => ({ Component: (await import('./ImportsPage.tsx')).ImportsPage }) },
    { path: 'imports/:id', lazy: async () => ({ Component: (await import('./ImportPage.tsx')).ImportPage }) },
  ],
  menu: [entry('ledger', importers), entry('settings', ['system_admin'])],
  messages: { zh, en },
};
