import { ToolOutlined } from '@ant-design/icons';
import { createElement, lazy } from 'react';
import { adminRoles } from '../../../kernel/actor.ts';
import type { Room } from '../../../web/room.ts';
import type { PageSection } from '../../projects/web/page-sections.ts';
import { en, zh } from './messages.ts';

/** 问题协调: the pool of problems, its board, each problem with what was done about it, and the rules of their days. */
export const room: Room = {
  key: 'problems',
  routes: [
    { path: 'problems', lazy: async () => ({ Component: (await import('./PoolPage.tsx')).PoolPage }) },
    { path: 'problems/board', lazy: async () => ({ Component: (await import('./BoardPage.tsx')).BoardPage }) },
    { path: 'problems/rules', lazy: async () => ({ Component: (await import('./RulesPage.tsx')).RulesPage }) },
    { path: 'problems/:projectId/:id', lazy: async () => ({ Component: (await import('./ProblemPage.tsx')).ProblemPage }) },
  ],
  menu: [
    {
      key: 'problems.title',
      path: '/problems',
      icon: createElement(ToolOutlined, { 'aria-hidden': true }),
      group: 'ledger',
      order: 27,
      visible: (me) => !me.roles.some((role) => (adminRoles as readonly string[]).includes(role)),
    },
  ],
  messages: { zh, en },
};

/** The problems on the page of a project. */
export const projectSections: readonly PageSection[] = [
  {
    key: 'problems',
    title: 'problems.title',
    Component: lazy(async () => ({ default: (await import('./ProblemsSection.tsx')).ProblemsSection })),
  },
];
