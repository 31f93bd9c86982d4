import { FlagOutlined, NodeIndexOutlined } from '@ant-design/icons';
import { createElement, lazy } from 'react';
import { businessRoles } from '../../../kernel/actor.ts';
import type { MenuItem, Room } from '../../../web/room.ts';
import type { PageSection } from '../../projects/web/page-sections.ts';
import { en, zh } from './messages.ts';

const isBusiness: MenuItem['visible'] = (me) => me.roles.some((role) => (businessRoles as readonly string[]).includes(role));
const icon = (of: typeof FlagOutlined) => createElement(of, { 'aria-hidden': true });

/** 节点计划: what a project has to have done by when. */
export const room: Room = {
  key: 'milestones',
  routes: [
    { path: 'milestones', lazy: async () => ({ Component: (await import('./NodesPage.tsx')).NodesPage }) },
    { path: 'milestone-templates', lazy: async () => ({ Component: (await import('./TemplatesPage.tsx')).TemplatesPage }) },
  ],
  menu: [
    { key: 'milestones.list', path: '/milestones', icon: icon(FlagOutlined), group: 'ledger', order: 50, visible: isBusiness },
    {
      key: 'milestones.templates',
      path: '/milestone-templates',
      icon: icon(NodeIndexOutlined),
      group: 'settings',
      order: 45,
      visible: isBusiness,
    },
  ],
  messages: { zh, en },
};

/** The plan of a project and its years, on its page. */
export const projectSections: readonly PageSection[] = [
  {
    key: 'milestones',
    title: 'milestones.section',
    Component: lazy(async () => ({ default: (await import('./MilestonesSection.tsx')).MilestonesSection })),
  },
  {
    key: 'year-plan',
    title: 'milestones.year.section',
    Component: lazy(async () => ({ default: (await import('./YearPlansSection.tsx')).YearPlansSection })),
  },
];
