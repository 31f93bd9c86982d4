import { FileTextOutlined } from '@ant-design/icons';
import { createElement } from 'react';
import { businessRoles } from '../../../kernel/actor.ts';
import type { Room } from '../../../web/room.ts';
import { en, zh } from './messages.ts';

/** Papers made from the figures: their list, and each as it reads. */
export const room: Room = {
  key: 'papers',
  routes: [
    { path: 'papers', lazy: async () => ({ Component: (await import('./PapersPage.tsx')).PapersPage }) },
    { path: 'papers/:id', lazy: async () => ({ Component: (await import('./PaperPage.tsx')).PaperPage }) },
  ],
  menu: [
    {
      key: 'papers.menu',
      path: '/papers',
      icon: createElement(FileTextOutlined, { 'aria-hidden': true }),
      group: 'reports',
      order: 20,
      visible: (me) => me.roles.some((role) => (businessRoles as readonly string[]).includes(role)),
    },
  ],
  messages: { zh, en },
};
