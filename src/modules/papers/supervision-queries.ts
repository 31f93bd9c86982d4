import { sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { addMonths, type Day, dayOf, daysBetween, endOfDay, firstDayOf, lastDayOf, type Month } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import { workingDaysBetween } from '../../kernel/working-day.ts';
import type { Tx } from '../../platform/db.ts';
import { unitIdsBelow } from '../identity/queries.ts';
import { isOverdue, standingOf, type StepKind, supervisionNo, type SupervisionSource } from '../meetings/domain/supervision.ts';
import { shownName } from '../projects/queries.ts';
import { reminderRulesOn } from '../reminders/settings-queries.ts';
import type { SupervisionFigures, TaskLine } from './domain/supervision-figures.ts';
import { type PaperUnit, readerOf } from './gather-queries.ts';

type Row = Readonly<{
  taskId: string;
  year: number;
  no: number;
  source: SupervisionSource;
  title: string;
  projectName: string | null;
  unitId: string;
  unitName: string;
  issuedOn: Day;
  dueOn: Day;
  /** Until the end of the period, in order. */
  steps: readonly { kind: StepKind; at: string; dueOn: Day | null; words: string }[];
}>;
const longest = 36;

type Asked = Readonly<{ from: Month; month: Month; unit: PaperUnit }>;

/** What was issued to a unit and those below it by the end of a day: of a project in talks its words are hidden. */
async function rowsOf(
  tx: Tx,
  { unitIds, through, by }: { unitIds: readonly string[]; through: Day; by: Date },
  actor: Actor,
): Promise<Row[]> {
  const { text, masked } = shownName(readerOf(actor));
  const hidden = sql`(p.id is not null and ${masked})`;
  const { rows } = await tx.execute<Row>(sql`
    select t.id as "taskId", t.year, t.no, t.source, case when ${hidden} then '' else t.title end as title,
      case when p.id is null then null else ${text} end as "projectName", w.unit_id as "unitId", u.name as "unitName", t.issued_on as "issuedOn",
      t.due_on as "dueOn",
      coalesce((select jsonb_agg(jsonb_build_object('kind', e.kind, 'at', e.recorded_at, 'dueOn', e.due_on,
          'words', case when ${hidden} then '' else e.words end) order by e.recorded_at, e.id)
        from supervision_event e where e.supervision_id = t.id and e.unit_id = w.unit_id and e.recorded_at <= ${by}), '[]'::jsonb) as steps
    from supervision t join supervision_unit w on w.supervision_id = t.id join unit u on u.id = w.unit_id
      left join project p on p.id = t.project_id
    where w.unit_id = any(${sql.param([...unitIds])}::uuid[]) and t.issued_on <= ${through}
    order by t.year, t.no, w.order_no`);
  return rows;
}

/**
 * What a circular of supervision is written from: what units were asked in a period, and before it where it was still open when it began,
 * as it stood at the end of the period or stands now. Refuses paper.period_span, paper.no_supervision.
 */
export async function gatherSupervision(tx: Tx, { from, month, unit }: Asked, actor: Actor, now: Date): Promise<SupervisionFigures> {
  if (from > month || from <= addMonths(month, -longest)) throw refuse('invalid', 'paper.period_span', { field: 'from', most: longest });
  const madeOn = dayOf(now);
  const isOver = lastDayOf(month) < madeOn;
  const through = isOver ? lastDayOf(month) : madeOn;
  const rows = await rowsOf(tx, { unitIds: await unitIdsBelow(tx, unit.id), through, by: isOver ? endOfDay(through) : now }, actor);
  const { calendar } = (await reminderRulesOn(tx, madeOn)).rules.kinds.supervision;
  const lines = rows.flatMap((row) => (isOfPeriod(row, firstDayOf(from)) ? [lineOf(row, through, calendar)] : []));
  if (lines.length === 0) throw refuse('rule', 'paper.no_supervision', { from, month });
  return { from, month, through, unit, asOf: now.toISOString(), madeOn, calendar, lines };
}

/** Issued in the period, or before it and not accepted when it began. */
const isOfPeriod = ({ issuedOn, steps }: Row, first: Day) =>
  issuedOn >= first || !steps.some((s) => s.kind === 'accepted' && dayOf(new Date(s.at)) < first);

function lineOf({ year, no, steps, dueOn, ...row }: Row, through: Day, calendar: 'working' | 'civil'): TaskLine {
  const standing = standingOf(
    dueOn,
    steps.map((s) => ({ kind: s.kind, on: dayOf(new Date(s.at)), dueOn: s.dueOn })),
  );
  const isLate = isOverdue(standing, through);
  const until = standing.doneOn ?? through;
  const days = calendar === 'working' ? workingDaysBetween(standing.dueOn, until) : daysBetween(standing.dueOn, until);
  return {
    ...row,
    no: supervisionNo({ year, no }),
    dueOn: standing.dueOn,
    state: standing.state,
    doneOn: standing.doneOn,
    extended: steps.filter((s) => s.kind === 'extended').length,
    isOverdue: isLate,
    daysLate: isLate ? days : 0,
    said: steps.findLast((s) => s.kind === 'fed_back')?.words ?? null,
  };
}
