import { SwapOutlined } from '@ant-design/icons';
import { createElement } from 'react';
import { businessRoles } from '../../../kernel/actor.ts';
import type { Room } from '../../../web/room.ts';
import { en, zh } from './messages.ts';

/** One person's work goes to another. */
export const room: Room = {
  key: 'handovers',
  routes: [{ path: 'handovers', lazy: async () => ({ Component: (await import('./HandoversPage.tsx')).HandoversPage }) }],
  menu: [
    {
      key: 'handovers.menu',
      path: '/handovers',
      icon: createElement(SwapOutlined, { 'aria-hidden': true }),
      group: 'desk',
      order: 19,
      visible: (me) => me.roles.some((role) => (businessRoles as readonly string[]).includes(role)),
    },
  ],
  messages: { zh, en },
};
