import { ProjectOutlined, SafetyOutlined } from '@ant-design/icons';
import { createElement, lazy } from 'react';
import { adminRoles } from '../../../kernel/actor.ts';
import type { Room } from '../../../web/room.ts';
import type { EnterprisePart } from '../../enterprises/web/page-sections.ts';
import { en, zh } from './messages.ts';

/** The ledger of projects, a new project, and the page of each. */
export const room: Room = {
  key: 'projects',
  routes: [
    { path: 'projects', lazy: async () => ({ Component: (await import('./ProjectList.tsx')).ProjectList }) },
    { path: 'projects/new', lazy: async () => ({ Component: (await import('./NewProject.tsx')).NewProject }) },
    { path: 'projects/gate', lazy: async () => ({ Component: (await import('./GatePage.tsx')).GatePage }) },
    { path: 'projects/:id', lazy: async () => ({ Component: (await import('./ProjectPage.tsx')).ProjectPage }) },
  ],
  menu: [
    {
      key: 'projects.menu',
      path: '/projects',
      icon: createElement(ProjectOutlined, { 'aria-hidden': true }),
      group: 'ledger',
      order: 10,
      visible: (me) => !me.roles.some((role) => (adminRoles as readonly string[]).includes(role)),
    },
    {
      key: 'projects.gate.menu',
      path: '/projects/gate',
      icon: createElement(SafetyOutlined, { 'aria-hidden': true }),
      group: 'settings',
      order: 55,
      visible: (me) => me.roles.includes('promotion_admin'),
    },
  ],
  messages: { zh, en },
};

/** The projects of an enterprise, drawn on its page. */
export const enterpriseParts: readonly EnterprisePart[] = [
  {
    key: 'projects',
    place: 'below',
    Component: lazy(async () => ({ default: (await import('./EnterpriseLinks.tsx')).ProjectsOfEnterprise })),
  },
];
