import { DashboardOutlined } from '@ant-design/icons';
import { createElement, lazy } from 'react';
import { adminRoles } from '../../../kernel/actor.ts';
import type { Room } from '../../../web/room.ts';
import { en, zh } from './messages.ts';

/** Where leaders begin; others come here from their desk. */
export const room: Room = {
  key: 'cockpit',
  routes: [{ path: 'cockpit', lazy: async () => ({ Component: (await import('./CockpitPage.tsx')).CockpitPage }) }],
  menu: [
    {
      key: 'cockpit.menu',
      path: '/cockpit',
      icon: createElement(DashboardOutlined, { 'aria-hidden': true }),
      group: 'desk',
      order: 1,
      visible: (me) => !me.roles.some((role) => (adminRoles as readonly string[]).includes(role)),
    },
  ],
  messages: { zh, en },
};

/** What stands below the catalogue of figures. */
export const catalogueParts = [lazy(async () => ({ default: (await import('./CataloguePart.tsx')).CataloguePart }))];
