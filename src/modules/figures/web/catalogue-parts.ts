import type { ComponentType } from 'react';

const all: ComponentType[] = [];

/** Figures that later rooms count for themselves stand below the catalogue; the shell hands them in before any page is drawn. */
export const addCataloguePart = (part: ComponentType) => void (all.includes(part) || all.push(part));
export const catalogueParts = (): readonly ComponentType[] => all;
