import type { Actor } from '../../kernel/actor.ts';

/** Long work belongs to whoever asked for it. */
export const may = { read: (actor: Actor, task: Readonly<{ actorId: string }>) => actor.id === task.actorId };
