import { ClockCircleOutlined } from '@ant-design/icons';
import { createElement, lazy } from 'react';
import { adminRoles } from '../../../kernel/actor.ts';
import type { Room } from '../../../web/room.ts';
import { en, zh } from './messages.ts';

/** 到期提醒: what comes due and who is told of it. */
export const room: Room = {
  key: 'reminders',
  routes: [
    { path: 'reminders', lazy: async () => ({ Component: (await import('./RemindersPage.tsx')).RemindersPage }) },
    { path: 'reminders/rules', lazy: async () => ({ Component: (await import('./RulesPage.tsx')).RulesPage }) },
  ],
  menu: [
    {
      key: 'reminders.title',
      path: '/reminders',
      icon: createElement(ClockCircleOutlined, { 'aria-hidden': true }),
      group: 'desk',
      order: 21,
      visible: (me) => me.roles.length > 0 && !me.roles.some((role) => (adminRoles as readonly string[]).includes(role)),
    },
  ],
  messages: { zh, en },
};

/** What people choose beside how notices reach them. */
export const ReminderChoices = lazy(async () => ({ default: (await import('./ReminderChoices.tsx')).ReminderChoices }));
