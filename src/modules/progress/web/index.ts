import { ScheduleOutlined } from '@ant-design/icons';
import { createElement, lazy } from 'react';
import { adminRoles } from '../../../kernel/actor.ts';
import type { Room } from '../../../web/room.ts';
import type { PageSection } from '../../projects/web/page-sections.ts';
import { en, zh } from './messages.ts';

/** 月报: what projects report of each month, and how complete that is. */
export const room: Room = {
  key: 'progress',
  routes: [
    { path: 'reports', lazy: async () => ({ Component: (await import('./ReportsPage.tsx')).ReportsPage }) },
    { path: 'reports/completeness', lazy: async () => ({ Component: (await import('./CompletenessPage.tsx')).CompletenessPage }) },
    { path: 'reports/rules', lazy: async () => ({ Component: (await import('./RulesPage.tsx')).RulesPage }) },
    { path: 'projects/:id/reports/:month', lazy: async () => ({ Component: (await import('./ReportPage.tsx')).ReportPage }) },
  ],
  menu: [
    {
      key: 'progress.menu',
      path: '/reports',
      icon: createElement(ScheduleOutlined, { 'aria-hidden': true }),
      group: 'ledger',
      order: 25,
      visible: (me) => !me.roles.some((role) => (adminRoles as readonly string[]).includes(role)),
    },
  ],
  messages: { zh, en },
};

/** The same on the page of a project. */
export const projectSections: readonly PageSection[] = [
  {
    key: 'reports',
    title: 'progress.title',
    Component: lazy(async () => ({ default: (await import('./ReportsSection.tsx')).ReportsSection })),
  },
];
