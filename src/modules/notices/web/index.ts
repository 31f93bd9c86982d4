import { BellOutlined, RobotOutlined } from '@ant-design/icons';
import { createElement } from 'react';
import type { Room } from '../../../web/room.ts';
import { Bell } from './Bell.tsx';
import { en, zh } from './messages.ts';

/** What people are told, how they want to be told, and what became of it. */
export const room: Room = {
  key: 'notices',
  routes: [
    { path: 'notices', lazy: async () => ({ Component: (await import('./NoticesPage.tsx')).NoticesPage }) },
    { path: 'notices/choices', lazy: async () => ({ Component: (await import('./ChoicesPage.tsx')).ChoicesPage }) },
    { path: 'robots', lazy: async () => ({ Component: (await import('./RobotsPage.tsx')).RobotsPage }) },
  ],
  menu: [
    {
      key: 'notices.menu',
      path: '/notices',
      icon: createElement(BellOutlined, { 'aria-hidden': true }),
      group: 'desk',
      order: 20,
      visible: (me) => me.roles.length > 0 && !me.roles.some((role) => role.endsWith('_admin') && role !== 'promotion_admin'),
    },
    {
      key: 'robots.menu',
      path: '/robots',
      icon: createElement(RobotOutlined, { 'aria-hidden': true }),
      group: 'settings',
      order: 25,
      visible: (me) => me.roles.includes('system_admin'),
    },
  ],
  bar: Bell,
  messages: { zh, en },
};
