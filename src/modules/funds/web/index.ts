import { BankOutlined, FileProtectOutlined, FundOutlined } from '@ant-design/icons';
import { createElement, lazy } from 'react';
import { adminRoles } from '../../../kernel/actor.ts';
import type { MenuItem, Room } from '../../../web/room.ts';
import type { PageSection } from '../../projects/web/page-sections.ts';
import { en, zh } from './messages.ts';

const pages = () => import('./LedgerPages.tsx');
const item = (ledger: string, path: string, icon: typeof FundOutlined, order: number): MenuItem => ({
  key: `funds.tab.${ledger}`,
  path,
  icon: createElement(icon, { 'aria-hidden': true }),
  group: 'ledger',
  order,
  visible: (me) => !me.roles.some((role) => (adminRoles as readonly string[]).includes(role)),
});

/** The three ledgers of money over all projects. */
export const room: Room = {
  key: 'funds',
  routes: [
    { path: 'agreements', lazy: async () => ({ Component: (await pages()).AgreementsPage }) },
    { path: 'arrivals', lazy: async () => ({ Component: (await pages()).ArrivalsPage }) },
    { path: 'investments', lazy: async () => ({ Component: (await pages()).InvestmentsPage }) },
  ],
  menu: [
    item('agreement', '/agreements', FileProtectOutlined, 20),
    item('arrival', '/arrivals', BankOutlined, 21),
    item('investment', '/investments', FundOutlined, 22),
  ],
  messages: { zh, en },
};

const sections = () => import('./sections.tsx');
/** The same ledgers on the page of a project. */
export const projectSections: readonly PageSection[] = [
  {
    key: 'agreements',
    title: 'funds.tab.agreement',
    Component: lazy(async () => ({ default: (await sections()).AgreementsSection })),
  },
  { key: 'arrivals', title: 'funds.tab.arrival', Component: lazy(async () => ({ default: (await sections()).ArrivalsSection })) },
  {
    key: 'investments',
    title: 'funds.tab.investment',
    Component: lazy(async () => ({ default: (await sections()).InvestmentsSection })),
  },
];
