import { CarryOutOutlined, PartitionOutlined } from '@ant-design/icons';
import { createElement } from 'react';
import { businessRoles } from '../../../kernel/actor.ts';
import type { Room } from '../../../web/room.ts';
import { en, zh } from './messages.ts';

/** What waits for one's signature, and each review as it stands. */
export const room: Room = {
  key: 'reviews',
  routes: [
    { path: 'reviews', lazy: async () => ({ Component: (await import('./ReviewsPage.tsx')).ReviewsPage }) },
    { path: 'reviews/flows', lazy: async () => ({ Component: (await import('./FlowsPage.tsx')).FlowsPage }) },
    { path: 'reviews/of/:subject/:subjectId', lazy: async () => ({ Component: (await import('./ReviewOfPage.tsx')).ReviewOfPage }) },
    { path: 'reviews/:id', lazy: async () => ({ Component: (await import('./ReviewPage.tsx')).ReviewPage }) },
  ],
  menu: [
    {
      key: 'reviews.menu',
      path: '/reviews',
      icon: createElement(CarryOutOutlined, { 'aria-hidden': true }),
      group: 'desk',
      order: 15,
      visible: (me) => me.roles.some((role) => (businessRoles as readonly string[]).includes(role)),
    },
    {
      key: 'reviews.flows.menu',
      path: '/reviews/flows',
      icon: createElement(PartitionOutlined, { 'aria-hidden': true }),
      group: 'settings',
      order: 50,
      visible: (me) => me.roles.includes('promotion_admin'),
    },
  ],
  messages: { zh, en },
};
