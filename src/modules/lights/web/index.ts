import { BulbOutlined } from '@ant-design/icons';
import { createElement, lazy } from 'react';
import { adminRoles } from '../../../kernel/actor.ts';
import type { Room } from '../../../web/room.ts';
import type { PageSection } from '../../projects/web/page-sections.ts';
import { en, zh } from './messages.ts';

/** 红黄绿灯: the light of every project by the rules in force, and those rules. */
export const room: Room = {
  key: 'lights',
  routes: [
    { path: 'lights', lazy: async () => ({ Component: (await import('./LightsPage.tsx')).LightsPage }) },
    { path: 'lights/compare', lazy: async () => ({ Component: (await import('./ComparePage.tsx')).ComparePage }) },
    { path: 'lights/rules', lazy: async () => ({ Component: (await import('./RulesPage.tsx')).RulesPage }) },
  ],
  menu: [
    {
      key: 'lights.title',
      path: '/lights',
      icon: createElement(BulbOutlined, { 'aria-hidden': true }),
      group: 'ledger',
      order: 26,
      visible: (me) => !me.roles.some((role) => (adminRoles as readonly string[]).includes(role)),
    },
  ],
  messages: { zh, en },
};

/** The light on the page of a project. */
export const projectSections: readonly PageSection[] = [
  { key: 'lights', title: 'lights.title', Component: lazy(async () => ({ default: (await import('./LightsSection.tsx')).LightsSection })) },
];
