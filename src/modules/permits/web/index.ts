import { SafetyCertificateOutlined, SolutionOutlined } from '@ant-design/icons';
import { createElement, lazy } from 'react';
import { businessRoles } from '../../../kernel/actor.ts';
import type { MenuItem, Room } from '../../../web/room.ts';
import type { PageSection } from '../../projects/web/page-sections.ts';
import { en, zh } from './messages.ts';

const isBusiness: MenuItem['visible'] = (me) => me.roles.some((role) => (businessRoles as readonly string[]).includes(role));
const icon = (of: typeof SolutionOutlined) => createElement(of, { 'aria-hidden': true });

/** 联审联批: the approvals of projects and their clocks in working days. */
export const room: Room = {
  key: 'permits',
  routes: [
    { path: 'permits', lazy: async () => ({ Component: (await import('./PermitsPage.tsx')).PermitsPage }) },
    { path: 'permit-rules', lazy: async () => ({ Component: (await import('./RulesPage.tsx')).RulesPage }) },
  ],
  menu: [
    { key: 'permits.list', path: '/permits', icon: icon(SolutionOutlined), group: 'ledger', order: 51, visible: isBusiness },
    {
      key: 'permits.rules',
      path: '/permit-rules',
      icon: icon(SafetyCertificateOutlined),
      group: 'settings',
      order: 46,
      visible: isBusiness,
    },
  ],
  messages: { zh, en },
};

/** The approvals of a project, on its page. */
export const projectSections: readonly PageSection[] = [
  {
    key: 'permits',
    title: 'permits.section',
    Component: lazy(async () => ({ default: (await import('./PermitsSection.tsx')).PermitsSection })),
  },
];
