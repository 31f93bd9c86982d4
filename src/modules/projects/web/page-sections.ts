import type { ComponentType } from 'react';

/** A part of a project's page that a later room draws: its money, its land, its problems. */
export type PageSection = Readonly<{
  /** Its tab in the address: '?tab=arrivals'. */
  key: string;
  /** Message key of the tab's words. */
  title: string;
  Component: ComponentType<{ projectId: string }>;
}>;

const all: PageSection[] = [];

/** Later rooms are unknown here, so the shell, which knows every room, hands their parts in before any page is drawn. */
export const addPageSections = (sections: readonly PageSection[]) =>
  void all.push(...sections.filter((s) => !all.some((known) => known.key === s.key)));
export const pageSections = (): readonly PageSection[] => all;

/** A link at the head of a project's page to a file that a later room makes of it; its words hold its place until it is there. */
export type PageLink = Pick<PageSection, 'title' | 'Component'>;
const links: PageLink[] = [];
export const addPageLinks = (more: readonly PageLink[]) => void links.push(...more.filter((l) => !links.includes(l)));
export const pageLinks = (): readonly PageLink[] => links;
