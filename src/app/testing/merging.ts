import type { Actor } from '../../kernel/actor.ts';
import type { MergerChoices } from '../../modules/duplicates/contract.ts';
import { askMerger } from '../../modules/duplicates/merger-commands.ts';
import type { Pair } from '../../modules/duplicates/merger-queries.ts';
import { recordAgreement } from '../../modules/funds/agreement-commands.ts';
import { recordArrival } from '../../modules/funds/arrival-commands.ts';
import { recordInvestment } from '../../modules/funds/investment-commands.ts';
import { anAgreement, anArrival, anInvestment } from '../../modules/funds/test-database.ts';
import { createProject } from '../../modules/projects/commands.ts';
import type { RecordPatch } from '../../modules/projects/domain/record.ts';
import { visibleProject } from '../../modules/projects/queries.ts';
import { openLedger } from './ledger.ts';

export const now = new Date('2026-11-20T09:00:00+08:00');
export const later = new Date('2026-11-21T09:00:00+08:00');
const none: MergerChoices = { fields: {}, stage: null, stageReason: null, leave: [], leaveReason: null, shares: [], certificate: null };

/** A district in which two units enter what the bureau merges. */
export async function openMerging() {
  const t = await openLedger(now);
  const admin = t.everyone.promotion_admin;
  const clerk = await t.person(t.units.north, 'promoter', 'unit_head');
  const south = await t.person(t.units.south, 'promoter', 'unit_head');

  const enter = (name: string, { name: _name, unitId: _unit, ...more }: RecordPatch = {}, by: Actor = clerk) =>
    createProject(
      t.db,
      { name, stage: 'planning', unitId: by.unitId, industryCode: '3217', totalMinor: 100, personId: by.id, source: 'lead', ...more },
      by,
      now,
    );
  /** Signed for an amount, a tenth of which arrived and a twentieth of which was built. */
  const money = async (id: string, fen: number, by: Actor = clerk) => {
    await recordAgreement(t.db, anAgreement(id, { totalMinor: fen, attractedMinor: fen, fixedMinor: null }), by, now);
    await recordArrival(t.db, anArrival(id, { amountMinor: fen / 10 }), by, now);
    await recordInvestment(
      t.db,
      anInvestment(id, { month: '2026-06', civilFen: fen / 20, installationFen: 0, equipmentFen: 0, otherFen: 0, amountFen: fen / 20 }),
      by,
      now,
    );
  };
  const ask = (pair: Pair, choices: Partial<MergerChoices> = {}, by: Actor = admin) =>
    askMerger(t.db, { ...pair, reason: '同一项目', choices: { ...none, ...choices } }, by, later);
  const pairOf =
    (subject: Pair['subject']) =>
    (from: { id: string }, into: { id: string }): Pair => ({ subject, fromId: from.id, intoId: into.id });
  const row = (id: string) => visibleProject(t.db, id, admin);
  return { ...t, admin, clerk, south, enter, money, ask, pairOf, row };
}
export type Merging = Awaited<ReturnType<typeof openMerging>>;
