import { BookOutlined } from '@ant-design/icons';
import { createElement } from 'react';
import { adminRoles } from '../../../kernel/actor.ts';
import type { Room } from '../../../web/room.ts';
import { en, zh } from './messages.ts';

/** Dictionaries, industries and divisions: everybody reads them, the bureau's administrator edits what may be edited. */
export const room: Room = {
  key: 'reference',
  routes: [{ path: 'reference/:part?', lazy: async () => ({ Component: (await import('./ReferencePage.tsx')).ReferencePage }) }],
  menu: [
    {
      key: 'reference.menu',
      path: '/reference',
      icon: createElement(BookOutlined, { 'aria-hidden': true }),
      group: 'settings',
      order: 60,
      visible: (me) => !me.roles.some((role) => (adminRoles as readonly string[]).includes(role)),
    },
  ],
  messages: { zh, en },
};
