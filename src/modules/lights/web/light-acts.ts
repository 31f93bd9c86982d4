import type { ComponentType } from 'react';
import type { JudgedView } from '../contract.ts';

/** A yellow or red light that the reader may follow up. */
export type LitProject = Readonly<{
  projectId: string;
  projectName: string;
  unitId: string;
  colour: 'yellow' | 'red';
  months: number;
  /** What the rules ask for that nobody has done yet. */
  asks: 'talk' | 'letter' | null;
  why: readonly JudgedView[];
}>;

/** What a later room can do about a light. */
type LightAct = ComponentType<{ lit: LitProject }>;
const acts: LightAct[] = [];
/** Later rooms are unknown here, so the shell hands their acts in before any page is drawn. */
export const addLightAct = (act: LightAct) => void (acts.includes(act) || acts.push(act));
export const lightActs = (): readonly LightAct[] => acts;
