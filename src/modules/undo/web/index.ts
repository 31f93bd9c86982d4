import { UndoOutlined } from '@ant-design/icons';
import { createElement } from 'react';
import { businessRoles } from '../../../kernel/actor.ts';
import type { Room } from '../../../web/room.ts';
import { en, zh } from './messages.ts';

/** One's own latest acts, and the way back from them. */
export const room: Room = {
  key: 'undo',
  routes: [{ path: 'undo', lazy: async () => ({ Component: (await import('./UndoPage.tsx')).UndoPage }) }],
  menu: [
    {
      key: 'undo.menu',
      path: '/undo',
      icon: createElement(UndoOutlined, { 'aria-hidden': true }),
      group: 'desk',
      order: 18,
      visible: (me) => me.roles.some((role) => (businessRoles as readonly string[]).includes(role)),
    },
  ],
  messages: { zh, en },
};
