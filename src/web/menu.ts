import { type MenuItem, menuGroups, type Room } from './room.ts';
import type { Me } from '../modules/identity/contract.ts';

export type MenuSection = { group: (typeof menuGroups)[number]; items: MenuItem[] };

const isWithin = (address: string, pathname: string) => pathname === address || pathname.startsWith(`${address}/`);
/** The one address of a menu under which a page stands: of /projects and /projects/gate the longer. */
export const currentAddress = (addresses: readonly string[], pathname: string): string | undefined =>
  addresses.filter((address) => isWithin(address, pathname)).toSorted((a, b) => b.length - a.length)[0];

/** What this person's menu shows: groups in order, empty ones left out. */
export function menuFor(rooms: readonly Room[], me: Me): MenuSection[] {
  const items = rooms.flatMap((room) => room.menu).filter((item) => item.visible(me));
  return menuGroups
    .map((group) => ({ group, items: items.filter((i) => (i.group ?? 'ledger') === group).sort((a, b) => a.order - b.order) }))
    .filter((section) => section.items.length > 0);
}
