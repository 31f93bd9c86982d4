import { SolutionOutlined, TeamOutlined } from '@ant-design/icons';
import { createElement, lazy } from 'react';
import { adminRoles } from '../../../kernel/actor.ts';
import type { Room } from '../../../web/room.ts';
import type { PageLink } from '../../projects/web/page-sections.ts';
import { en, zh } from './messages.ts';

const item = (key: string, path: string, icon: typeof TeamOutlined, order: number): Room['menu'][number] => ({
  key,
  path,
  icon: createElement(icon, { 'aria-hidden': true }),
  group: 'ledger',
  order,
  visible: (me) => !me.roles.some((role) => (adminRoles as readonly string[]).includes(role)),
});

/** 会议与督办: meetings and ceremonies with their agenda, and what was decided or instructed. */
export const room: Room = {
  key: 'meetings',
  routes: [
    { path: 'meetings', lazy: async () => ({ Component: (await import('./MeetingsPage.tsx')).MeetingsPage }) },
    { path: 'meetings/:id', lazy: async () => ({ Component: (await import('./MeetingPage.tsx')).MeetingPage }) },
    { path: 'supervisions', lazy: async () => ({ Component: (await import('./TasksPage.tsx')).TasksPage }) },
    { path: 'supervisions/:id', lazy: async () => ({ Component: (await import('./TaskPage.tsx')).TaskPage }) },
  ],
  menu: [item('meetings.title', '/meetings', TeamOutlined, 28), item('supervisions.title', '/supervisions', SolutionOutlined, 29)],
  messages: { zh, en },
};

/** 督办函, beside a light. */
export { LetterAct } from './LetterAct.tsx';

/** 项目一页纸, at the head of the page of a project. */
export const projectLinks: readonly PageLink[] = [
  { title: 'meetings.onePager', Component: lazy(async () => ({ default: (await import('./OnePagerLink.tsx')).OnePagerLink })) },
];
