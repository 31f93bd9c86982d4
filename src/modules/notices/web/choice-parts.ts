import type { ComponentType } from 'react';

const all: ComponentType[] = [];
/** What later rooms let people choose beside how they are told; handed in by the shell before any page is drawn. */
export const addChoicePart = (part: ComponentType) => void (all.includes(part) || all.push(part));
export const choiceParts = (): readonly ComponentType[] => all;
