import { ShopOutlined } from '@ant-design/icons';
import { createElement } from 'react';
import { adminRoles } from '../../../kernel/actor.ts';
import type { Room } from '../../../web/room.ts';
import { en, zh } from './messages.ts';

/** The register of enterprises and the page of each. */
export const room: Room = {
  key: 'enterprises',
  routes: [
    { path: 'enterprises', lazy: async () => ({ Component: (await import('./EnterprisesPage.tsx')).EnterprisesPage }) },
    { path: 'enterprises/:id', lazy: async () => ({ Component: (await import('./EnterprisePage.tsx')).EnterprisePage }) },
  ],
  menu: [
    {
      key: 'enterprises.menu',
      path: '/enterprises',
      icon: createElement(ShopOutlined, { 'aria-hidden': true }),
      group: 'ledger',
      order: 30,
      visible: (me) => !me.roles.some((role) => (adminRoles as readonly string[]).includes(role)),
    },
  ],
  messages: { zh, en },
};
