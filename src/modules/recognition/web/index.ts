import { AlertOutlined, AuditOutlined, DiffOutlined, FileDoneOutlined, OrderedListOutlined, ProfileOutlined } from '@ant-design/icons';
import { createElement, lazy } from 'react';
import { businessRoles, type Role } from '../../../kernel/actor.ts';
import type { MenuItem, Room } from '../../../web/room.ts';
import type { PageSection } from '../../projects/web/page-sections.ts';
import { en, zh } from './messages.ts';

type Entry = Readonly<{
  key: string;
  path: string;
  icon: typeof AuditOutlined;
  group: MenuItem['group'] & string;
  order: number;
  for: readonly Role[];
}>;
const item = ({ key, path, icon, group, order, for: who }: Entry): MenuItem => ({
  key,
  path,
  icon: createElement(icon, { 'aria-hidden': true }),
  group,
  order,
  visible: (me) => me.roles.some((role) => (who as readonly string[]).includes(role)),
});
const judges: readonly Role[] = ['promoter', 'unit_head', 'promotion_admin', 'statistics', 'finance', 'auditor', 'supervision', 'leader'];

/** 认定与对账: verdicts under every 口径, what lies between them, and the rules. */
export const room: Room = {
  key: 'recognition',
  routes: [
    { path: 'verdicts', lazy: async () => ({ Component: (await import('./VerdictsPage.tsx')).VerdictsPage }) },
    { path: 'claims', lazy: async () => ({ Component: (await import('./ClaimsPage.tsx')).ClaimsPage }) },
    { path: 'claims/new', lazy: async () => ({ Component: (await import('./ClaimEditor.tsx')).NewClaimPage }) },
    { path: 'claims/:id', lazy: async () => ({ Component: (await import('./ClaimPage.tsx')).ClaimPage }) },
    { path: 'red-flags', lazy: async () => ({ Component: (await import('./FlagsPage.tsx')).FlagsPage }) },
    { path: 'reconciliation', lazy: async () => ({ Component: (await import('./ReconciliationPage.tsx')).ReconciliationPage }) },
    { path: 'recognition-bases', lazy: async () => ({ Component: (await import('./BasesPage.tsx')).BasesPage }) },
    { path: 'recognition-rules', lazy: async () => ({ Component: (await import('./RulesPage.tsx')).RulesPage }) },
  ],
  menu: [
    item({ key: 'recognition.menu.verdicts', path: '/verdicts', icon: AuditOutlined, group: 'ledger', order: 30, for: judges }),
    item({ key: 'recognition.menu.claims', path: '/claims', icon: FileDoneOutlined, group: 'ledger', order: 31, for: judges }),
    item({ key: 'recognition.menu.flags', path: '/red-flags', icon: AlertOutlined, group: 'ledger', order: 32, for: judges }),
    item({
      key: 'recognition.menu.reconciliation',
      path: '/reconciliation',
      icon: DiffOutlined,
      group: 'reports',
      order: 30,
      for: businessRoles,
    }),
    item({
      key: 'recognition.menu.bases',
      path: '/recognition-bases',
      icon: OrderedListOutlined,
      group: 'settings',
      order: 39,
      for: ['promotion_admin', 'statistics', 'finance', 'auditor'],
    }),
    item({
      key: 'recognition.menu.rules',
      path: '/recognition-rules',
      icon: ProfileOutlined,
      group: 'settings',
      order: 40,
      for: ['promotion_admin', 'statistics', 'finance', 'auditor'],
    }),
  ],
  messages: { zh, en },
};

/** The verdicts on the arrivals of a project, on its page. */
export const projectSections: readonly PageSection[] = [
  {
    key: 'verdicts',
    title: 'recognition.section',
    Component: lazy(async () => ({ default: (await import('./VerdictsSection.tsx')).VerdictsSection })),
  },
  {
    key: 'flags',
    title: 'recognition.flags.title',
    Component: lazy(async () => ({ default: (await import('./FlagsSection.tsx')).FlagsSection })),
  },
];
