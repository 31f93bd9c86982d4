import type { Actor } from '../../kernel/actor.ts';

/** A draft is seen and changed by whoever writes it, and by nobody else. */
export const may = { keep: (actor: Actor, draft: Readonly<{ personId: string }>) => actor.id === draft.personId };
