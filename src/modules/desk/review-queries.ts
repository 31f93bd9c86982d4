import type { Actor } from '../../kernel/actor.ts';
import { addDays, dayOf } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { namesOfProjects } from '../projects/queries.ts';
import { myReviews } from '../reviews/queries.ts';
import type { DeskItem } from './contract.ts';

const soonDays = 3;
/** Reviews as they stand on the desk: waiting for the actor, returned to them, or waiting and due within days. */
export const reviewItems =
  (kind: 'review' | 'returned' | 'due') =>
  async (db: Reader, actor: Actor, now: Date): Promise<DeskItem[]> => {
    const found = await myReviews(db, kind === 'returned' ? 'returned' : 'waiting', actor, now, namesOfProjects);
    const soon = addDays(dayOf(now), soonDays);
    return found
      .filter((r) => kind !== 'due' || (r.dueOn !== null && r.dueOn <= soon))
      .map((r) => ({
        key: r.id,
        kind,
        title: r.title ?? r.unitName,
        params: { what: r.subject, step: r.stepName, due: r.dueOn ?? '' },
        link: `/reviews/${r.id}`,
      }));
  };
