import type { ComponentType, ReactNode } from 'react';
import type { RouteObject } from 'react-router';
import type { Me } from '../modules/identity/contract.ts';

/** Flat keys, 'projects.list.title', the same in both languages. Refusal codes are 'refusal.<code>', fields 'field.<field>'. */
export type Messages = Readonly<Record<string, string>>;

/** The menu is drawn in these groups, in this order. */
export const menuGroups = ['desk', 'ledger', 'reports', 'settings'] as const;

export type MenuItem = {
  /** Message key of the entry's words. */
  key: string;
  path: string;
  icon?: ReactNode;
  /** Ledger when not said. */
  group?: (typeof menuGroups)[number];
  order: number;
  visible: (me: Me) => boolean;
};

/** What a room gives the web. Pages are lazy, so that each room is its own chunk. */
export type Room = {
  key: string;
  /** Pages inside the shell, paths relative to '/'. */
  routes: RouteObject[];
  /** Pages that need no sign-in and no shell (sign-in, first-run setup). */
  open?: RouteObject[];
  menu: readonly MenuItem[];
  /** What the room adds to the bar above every page. */
  bar?: ComponentType;
  messages: Readonly<{ zh: Messages; en: Messages }>;
};
