import { SolutionOutlined } from '@ant-design/icons';
import { createElement } from 'react';
import { businessRoles } from '../../../kernel/actor.ts';
import type { Room } from '../../../web/room.ts';
import { en, zh } from './messages.ts';

/** Ad-hoc collections from units, what they cost, and the burden of all of them together. */
export const room: Room = {
  key: 'collections',
  routes: [
    { path: 'collections', lazy: async () => ({ Component: (await import('./CollectionsPage.tsx')).CollectionsPage }) },
    { path: 'collections/new', lazy: async () => ({ Component: (await import('./ComposePage.tsx')).ComposePage }) },
    { path: 'collections/burden', lazy: async () => ({ Component: (await import('./BurdenPage.tsx')).BurdenPage }) },
    { path: 'collections/:id', lazy: async () => ({ Component: (await import('./CollectionPage.tsx')).CollectionPage }) },
    { path: 'collections/:id/sheets/:unitId', lazy: async () => ({ Component: (await import('./SheetPage.tsx')).SheetPage }) },
  ],
  menu: [
    {
      key: 'collections.menu',
      path: '/collections',
      icon: createElement(SolutionOutlined, { 'aria-hidden': true }),
      group: 'reports',
      order: 17,
      visible: (me) => me.roles.some((role) => (businessRoles as readonly string[]).includes(role)),
    },
  ],
  messages: { zh, en },
};
