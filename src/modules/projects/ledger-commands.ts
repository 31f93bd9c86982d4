import { asc, inArray } from 'drizzle-orm';
import { v7 } from 'uuid';
import { dayOf, firstDayOf, type PartialDate } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import { insertMany, updateMany } from '../../platform/many-rows.ts';
import { isLanded, type Stage, stageDates, stageNo } from './domain/stage.ts';
import { check } from './policy.ts';
import { keepClaims } from './record-commands.ts';
import { refreshStandings } from './standing-commands.ts';
import { project, stageChange } from './tables.ts';

type Step = Readonly<{ id: string; to: Stage; happenedOn: PartialDate }>;

/**
 * Stages that a ledger kept elsewhere says were reached since it was opened here: forward only, at most one step a project
 * in one act, by whoever may open ledgers. The log says that it came from a ledger and not through the gates.
 */
export const advanceByLedger = command(
  'project.advance_by_ledger',
  async (tx, { batchId, steps }: { batchId: string; steps: readonly Step[] }, { actor, now }) => {
    const held = await tx
      .select()
      .from(project)
      .where(
        inArray(
          project.id,
          steps.map((s) => s.id),
        ),
      )
      .orderBy(asc(project.id))
      .for('update');
    const byId = new Map(held.map((row) => [row.id, row]));
    const moved = steps.map(({ id, to, happenedOn }) => {
      const row = byId.get(id);
      if (!row) throw refuse('not_found', 'project.unknown', { id });
      settle(check('import', actor, { unitId: row.unitId, stage: to, side: row.side }));
      if (row.side || stageNo(to) <= stageNo(row.stage)) throw refuse('rule', 'project.no_such_move', { from: row.stage, to });
      if (firstDayOf(happenedOn) > dayOf(now))
        throw refuse('invalid', 'project.date_in_future', { field: 'happenedOn', found: happenedOn });
      const dated = to in stageDates ? { [stageDates[to as keyof typeof stageDates]]: happenedOn } : {};
      const landedOn = row.landedOn ?? (isLanded(to) ? happenedOn : null);
      return { row, after: { ...row, ...dated, landedOn, stage: to, version: row.version + 1, updatedAt: now }, happenedOn };
    });
    await updateMany(
      tx,
      project,
      moved.map((m) => m.after),
      ['stage', 'startedOn', 'completedOn', 'productionOn', 'capacityOn', 'landedOn', 'version', 'updatedAt'],
    );
    await keepClaims(
      tx,
      moved.map(({ row, after }) => ({ id: row.id, before: row, after })),
      { actor, now },
    );
    await insertMany(
      tx,
      stageChange,
      moved.map(({ row, after, happenedOn }) => ({
        projectId: row.id,
        id: v7(),
        kind: 'import' as const,
        fromStage: row.stage,
        toStage: after.stage,
        fromSide: null,
        toSide: null,
        happenedOn,
        batchId,
        recordedBy: actor.id,
        recordedAt: now,
      })),
    );
    await refreshStandings(
      tx,
      moved.map((m) => m.row.id),
    );
    return { result: {}, trace: moved.length ? { subject: 'import', subjectId: batchId, after: { stages: moved.length } } : [] };
  },
);
