import { AuditOutlined, ApartmentOutlined, IdcardOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { createElement } from 'react';
import type { Role } from '../../../kernel/actor.ts';
import type { Room } from '../../../web/room.ts';
import type { Me } from '../contract.ts';
import { en, zh } from './messages.ts';

const holds = (role: Role) => (me: Me) => me.roles.includes(role);
const icon = (component: typeof AuditOutlined) => createElement(component, { 'aria-hidden': true });

/** One's own account, and the pages of the three administrators. */
export const room: Room = {
  key: 'identity',
  routes: [
    { path: 'account', lazy: async () => ({ Component: (await import('./AccountPage.tsx')).AccountPage }) },
    { path: 'units', lazy: async () => ({ Component: (await import('./UnitsPage.tsx')).UnitsPage }) },
    { path: 'people', lazy: async () => ({ Component: (await import('./PeoplePage.tsx')).PeoplePage }) },
    { path: 'roles', lazy: async () => ({ Component: (await import('./RolesPage.tsx')).RolesPage }) },
    { path: 'audit', lazy: async () => ({ Component: (await import('./AuditPage.tsx')).AuditPage }) },
  ],
  menu: [
    { key: 'people.menu', path: '/people', icon: icon(IdcardOutlined), group: 'settings', order: 10, visible: holds('system_admin') },
    { key: 'units.menu', path: '/units', icon: icon(ApartmentOutlined), group: 'settings', order: 20, visible: holds('system_admin') },
    {
      key: 'roles.menu',
      path: '/roles',
      icon: icon(SafetyCertificateOutlined),
      group: 'settings',
      order: 30,
      visible: holds('security_admin'),
    },
    { key: 'audit.menu', path: '/audit', icon: icon(AuditOutlined), group: 'settings', order: 40, visible: holds('audit_admin') },
  ],
  messages: { zh, en },
};
