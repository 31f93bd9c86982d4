import { ExperimentOutlined } from '@ant-design/icons';
import { createElement, lazy } from 'react';
import { adminRoles } from '../../../kernel/actor.ts';
import type { Room } from '../../../web/room.ts';
import type { PageSection } from '../../projects/web/page-sections.ts';
import { en, zh } from './messages.ts';

/** 谋划储备: ideas by theme, each with its packaging sheet; candidates compared; the rules behind them. */
export const room: Room = {
  key: 'reserve',
  routes: [
    { path: 'ideas', lazy: async () => ({ Component: (await import('./IdeasPage.tsx')).IdeasPage }) },
    { path: 'ideas/comparison', lazy: async () => ({ Component: (await import('./ComparePage.tsx')).ComparePage }) },
    { path: 'ideas/rules', lazy: async () => ({ Component: (await import('./RulesPage.tsx')).RulesPage }) },
    { path: 'ideas/:id', lazy: async () => ({ Component: (await import('./IdeaPage.tsx')).IdeaPage }) },
  ],
  menu: [
    {
      key: 'reserve.title',
      path: '/ideas',
      icon: createElement(ExperimentOutlined, { 'aria-hidden': true }),
      group: 'ledger',
      order: 9,
      visible: (me) => !me.roles.some((role) => (adminRoles as readonly string[]).includes(role)),
    },
  ],
  messages: { zh, en },
};

/** The idea that a project came from, on its page. */
export const projectSections: readonly PageSection[] = [
  {
    key: 'idea',
    title: 'reserve.section',
    Component: lazy(async () => ({ default: (await import('./OriginSection.tsx')).OriginSection })),
  },
];
