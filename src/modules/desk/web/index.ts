import { InboxOutlined } from '@ant-design/icons';
import { createElement } from 'react';
import { businessRoles } from '../../../kernel/actor.ts';
import type { MenuItem, Room } from '../../../web/room.ts';
import type { Me } from '../../identity/contract.ts';
import { en, zh } from './messages.ts';

const works = (me: Me) => me.roles.some((role) => (businessRoles as readonly string[]).includes(role));
const leads = (me: Me) => me.roles.includes('leader');
const item = (order: number, visible: MenuItem['visible']): MenuItem => ({
  key: 'desk.menu',
  path: '/desk',
  icon: createElement(InboxOutlined, { 'aria-hidden': true }),
  group: 'desk',
  order,
  visible,
});

/** The first page of everyone who works with the ledger; leaders begin with the cockpit. */
export const room: Room = {
  key: 'desk',
  routes: [{ path: 'desk', lazy: async () => ({ Component: (await import('./DeskPage.tsx')).DeskPage }) }],
  menu: [item(0, (me) => works(me) && !leads(me)), item(2, (me) => works(me) && leads(me))],
  messages: { zh, en },
};
