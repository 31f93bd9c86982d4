import { CalculatorOutlined } from '@ant-design/icons';
import { createElement } from 'react';
import { adminRoles } from '../../../kernel/actor.ts';
import type { Room } from '../../../web/room.ts';
import { en, zh } from './messages.ts';

/** The catalogue of figures, and any figure opened down to its rows. */
export const room: Room = {
  key: 'figures',
  routes: [
    { path: 'figures', lazy: async () => ({ Component: (await import('./CataloguePage.tsx')).CataloguePage }) },
    { path: 'figures/:key/why', lazy: async () => ({ Component: (await import('./WhyPage.tsx')).WhyPage }) },
    { path: 'figures/:key', lazy: async () => ({ Component: (await import('./FigurePage.tsx')).FigurePage }) },
  ],
  menu: [
    {
      key: 'figures.menu',
      path: '/figures',
      icon: createElement(CalculatorOutlined, { 'aria-hidden': true }),
      group: 'reports',
      order: 10,
      visible: (me) => !me.roles.some((role) => (adminRoles as readonly string[]).includes(role)),
    },
  ],
  messages: { zh, en },
};
