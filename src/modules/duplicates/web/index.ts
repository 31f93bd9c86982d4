import { CopyOutlined } from '@ant-design/icons';
import { createElement, lazy } from 'react';
import type { Role } from '../../../kernel/actor.ts';
import type { Room } from '../../../web/room.ts';
import type { EnterprisePart } from '../../enterprises/web/page-sections.ts';
import { en, zh } from './messages.ts';

const keepers: readonly Role[] = ['promoter', 'unit_head', 'promotion_admin', 'leader'];
const mergers = () => import('./MergersPage.tsx');

/** The pool of look-alikes, mergers, and what a new project looks like before it is saved. */
export const room: Room = {
  key: 'duplicates',
  routes: [
    { path: 'duplicates', lazy: async () => ({ Component: (await import('./PoolPage.tsx')).PoolPage }) },
    { path: 'mergers', lazy: async () => ({ Component: (await mergers()).MergersPage }) },
    { path: 'mergers/new', lazy: async () => ({ Component: (await import('./NewMerger.tsx')).NewMerger }) },
  ],
  menu: [
    {
      key: 'duplicates.menu',
      path: '/duplicates',
      icon: createElement(CopyOutlined, { 'aria-hidden': true }),
      group: 'ledger',
      order: 31,
      visible: (me) => me.roles.some((role) => keepers.includes(role)),
    },
  ],
  messages: { zh, en },
};

/** Drawn in the form of a new project. */
export const NewProjectCheck = lazy(async () => ({ default: (await import('./NewProjectCheck.tsx')).NewProjectCheck }));
export const enterpriseMerge: readonly EnterprisePart[] = [
  { key: 'merge', place: 'acts', Component: lazy(async () => ({ default: (await import('./NewMerger.tsx')).MergeEnterpriseButton })) },
];
