import { TableOutlined } from '@ant-design/icons';
import { createElement } from 'react';
import { businessRoles } from '../../../kernel/actor.ts';
import type { Room } from '../../../web/room.ts';
import { en, zh } from './messages.ts';

/** Departments' own forms: bound once, filled for any month. */
export const room: Room = {
  key: 'forms',
  routes: [
    { path: 'forms', lazy: async () => ({ Component: (await import('./FormsPage.tsx')).FormsPage }) },
    { path: 'forms/:id', lazy: async () => ({ Component: (await import('./FormPage.tsx')).FormPage }) },
    { path: 'form-fillings/:id', lazy: async () => ({ Component: (await import('./FillingPage.tsx')).FillingPage }) },
  ],
  menu: [
    {
      key: 'forms.menu',
      path: '/forms',
      icon: createElement(TableOutlined, { 'aria-hidden': true }),
      group: 'reports',
      order: 15,
      visible: (me) => me.roles.some((role) => (businessRoles as readonly string[]).includes(role)),
    },
  ],
  messages: { zh, en },
};
