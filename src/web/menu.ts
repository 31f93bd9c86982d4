import { type MenuItem, menuGroups, type Room } from './room.ts';
import type { Me } from '../modules/identity/contract.ts';

export type MenuSection = { group: (typeof menuGroups)[number]; items: MenuItem[] };

/** What this person's menu shows: groups in order, empty ones left out. */
export function menuFor(rooms: readonly Room[], me: Me): MenuSection[] {
  const items = rooms.flatMap((room) => room.menu).filter((item) => item.visible(me));
  return menuGroups
    .map((group) => ({ group, items: items.filter((i) => (i.group ?? 'ledger') === group).sort((a, b) => a.order - b.order) }))
    .filter((section) => section.items.length > 0);
}
