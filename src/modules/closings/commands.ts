import { sql } from 'drizzle-orm';
import { type Month } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import { closingPeriods, figuresOfClosing } from '../figures/closing-queries.ts';
import { closeMonth } from '../funds/month-commands.ts';
import { lacksOf } from './queries.ts';
import { closingFigure } from './tables.ts';

type Closing = Readonly<{ month: Month; acknowledged: boolean; note: string | null }>;
/**
 * Closes a month and keeps every figure of it, unit by unit, as it is at that moment. The act of the month leaves the trace.
 * Refuses closing.not_acknowledged, naming what the month lacks, until that has been read.
 */
export const closeWithFigures = command('closing.close', async (tx, { month, acknowledged, note }: Closing, context) => {
  const event = await closeMonth.inside(tx, { month, reason: note }, context);
  const lacks = acknowledged ? [] : await lacksOf(tx, month, context.actor, context.now);
  if (lacks.length) throw refuse('rule', 'closing.not_acknowledged', { month, lacks: lacks.map(({ kind, count }) => ({ kind, count })) });
  const { rows } = await tx.execute<{ lastAt: string }>(sql`
    select to_char(last_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastAt" from month_event where id = ${event.id}`);
  const closed = { month, lastAt: rows[0]!.lastAt, lastId: event.lastId!, closedAt: context.now.toISOString() };
  let figures = 0;
  for (const period of closingPeriods) {
    const of = await figuresOfClosing(tx, closed, period);
    const { rowCount } = await tx.execute(sql`
      insert into ${closingFigure} (closing_id, period, unit_id, figure, version, numerator, denominator, rows, digest)
      select ${event.id}, ${period}, c.* from ${of} c`);
    figures += rowCount ?? 0;
  }
  return { result: { id: event.id, figures }, trace: [] };
});
