import type { ComponentType } from 'react';

const all: ComponentType[] = [];
/** What later rooms draw in the form of a new project, before it is saved; it reads the form it stands in. */
export const addNewProjectPart = (part: ComponentType) => void (all.includes(part) || all.push(part));
export const newProjectParts = (): readonly ComponentType[] => all;
