import type { Actor } from '../../kernel/actor.ts';
import type { Day } from '../../kernel/day.ts';
import type { RuleFinding } from '../../kernel/import-row.ts';
import type { Reader } from '../../platform/db.ts';
import type { ImportedProject } from './import-queries.ts';

export type Looked = Readonly<{ project: ImportedProject; totalFen: number | null; cityCodes: readonly string[] }>;
/** What a later room finds of projects that are about to be entered from a list: whom they look like. In the order asked. */
export type LookAlikes = (db: Reader, asked: readonly Looked[], actor: Actor, today: Day) => Promise<readonly (readonly RuleFinding[])[]>;
/** Its findings begin with this; a row that has one goes into the pool when it is entered. */
export const lookAlikeFinding = 'project.duplicate_';
