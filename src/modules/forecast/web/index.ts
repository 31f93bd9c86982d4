import { RiseOutlined } from '@ant-design/icons';
import { createElement, lazy } from 'react';
import { adminRoles } from '../../../kernel/actor.ts';
import type { Room } from '../../../web/room.ts';
import type { PageSection } from '../../projects/web/page-sections.ts';
import { en, zh } from './messages.ts';

/** 滑期预测: when projects are likely to produce, and what they are likely to invest this year. */
export const room: Room = {
  key: 'forecast',
  routes: [
    { path: 'forecasts', lazy: async () => ({ Component: (await import('./ForecastsPage.tsx')).ForecastsPage }) },
    { path: 'forecasts/rules', lazy: async () => ({ Component: (await import('./RulesPage.tsx')).RulesPage }) },
  ],
  menu: [
    {
      key: 'forecast.title',
      path: '/forecasts',
      icon: createElement(RiseOutlined, { 'aria-hidden': true }),
      group: 'ledger',
      order: 52,
      visible: (me) => !me.roles.some((role) => (adminRoles as readonly string[]).includes(role)),
    },
  ],
  messages: { zh, en },
};

/** The forecast on the page of a project. */
export const projectSections: readonly PageSection[] = [
  {
    key: 'forecast',
    title: 'forecast.section',
    Component: lazy(async () => ({ default: (await import('./ForecastSection.tsx')).ForecastSection })),
  },
];
