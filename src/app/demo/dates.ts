import { v7 } from 'uuid';
import type { Actor } from '../../kernel/actor.ts';
import { addMonths, type Month } from '../../kernel/day.ts';
import { actorByLogin } from '../../modules/identity/queries.ts';
import { type Recognised, recordDates } from '../../modules/projects/date-commands.ts';
import { startKinds } from '../../modules/projects/domain/authority-date.ts';
import type { Db } from '../../platform/db.ts';
import type { PlannedProject } from './plan.ts';

type Kept = Readonly<{ plan: PlannedProject; id: string }>;
const atOnce = 500;
/** Later than claimed by so many months, in turn; of every seventh project the authority has not said anything yet. */
const behind = [0, 1, 0, 2, 1, 0, null] as const;

/** What statistics and the bureau recognise of starts, entries into statistics and production: later than claimed, or not yet. */
export async function recogniseDates(db: Db, known: readonly Kept[], last: Month, keeper: Actor, now: Date): Promise<void> {
  const statistician = (await actorByLogin(db, 'tongji'))!;
  const of = (event: Recognised['event'], authority: string, claimed: (k: Kept) => Month | null) =>
    known.flatMap((k, i): Recognised[] => {
      const [month, months] = [claimed(k), behind[i % behind.length] ?? null];
      if (month === null || months === null || k.plan.side) return [];
      const happenedOn = addMonths(month, months);
      const kind = event === 'started' ? startKinds[i % startKinds.length]! : null;
      return happenedOn > last ? [] : [{ projectId: k.id, event, authority, kind, happenedOn, reason: null }];
    });
  await write(
    db,
    of('started', 'statistics', ({ plan }) => plan.startedMonth),
    statistician,
    now,
  );
  await write(
    db,
    of('natong', 'statistics', ({ plan }) => (plan.total >= 500 ? plan.startedMonth : null)),
    statistician,
    now,
  );
  await write(
    db,
    of('started', 'promotion', ({ plan }) => (plan.company ? plan.startedMonth : null)),
    keeper,
    now,
  );
  await write(
    db,
    of('production', 'promotion', ({ plan }) => plan.producedMonth),
    keeper,
    now,
  );
}

async function write(db: Db, rows: readonly Recognised[], actor: Actor, now: Date) {
  const batchId = v7();
  for (let at = 0; at < rows.length; at += atOnce) await recordDates(db, { batchId, rows: rows.slice(at, at + atOnce) }, actor, now);
}
