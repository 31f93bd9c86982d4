import type { ComponentType } from 'react';

/** What later rooms draw on the page of an enterprise, below its record, and what they offer beside its title. */
export type EnterprisePart = Readonly<{ key: string; place: 'below' | 'acts'; Component: ComponentType<{ enterpriseId: string }> }>;

const all: EnterprisePart[] = [];
/** Handed in by the shell before any page is drawn. */
export const addEnterpriseParts = (parts: readonly EnterprisePart[]) =>
  void all.push(...parts.filter((p) => !all.some((known) => known.key === p.key)));
export const enterpriseParts = (place: EnterprisePart['place']) => all.filter((p) => p.place === place);
