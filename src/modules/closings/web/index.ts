import { LockOutlined } from '@ant-design/icons';
import { createElement } from 'react';
import { adminRoles } from '../../../kernel/actor.ts';
import type { Room } from '../../../web/room.ts';
import { en, zh } from './messages.ts';

/** Closed months: what they lacked, who closed them, and their figures. */
export const room: Room = {
  key: 'closings',
  routes: [{ path: 'closings', lazy: async () => ({ Component: (await import('./ClosingsPage.tsx')).ClosingsPage }) }],
  menu: [
    {
      key: 'closings.menu',
      path: '/closings',
      icon: createElement(LockOutlined, { 'aria-hidden': true }),
      group: 'reports',
      order: 20,
      visible: (me) => !me.roles.some((role) => (adminRoles as readonly string[]).includes(role)),
    },
  ],
  messages: { zh, en },
};
