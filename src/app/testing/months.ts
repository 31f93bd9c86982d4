import { closeWithFigures } from '../../modules/closings/commands.ts';
import { askMerger, carryOutMerger, consentMerger } from '../../modules/duplicates/merger-commands.ts';
import type { FigureKey } from '../../modules/figures/domain/card.ts';
import { figureValues } from '../../modules/figures/queries.ts';
import { whyChanged } from '../../modules/figures/why-queries.ts';
import { arrivalFaultCodes } from '../../modules/funds/domain/arrival-check.ts';
import { importProjects } from '../../modules/projects/import-commands.ts';
import { visibleProject } from '../../modules/projects/queries.ts';
import { openLedger } from './ledger.ts';

const plain = { currency: 'CNY' as const, rate: null, rateSource: null, rateOn: null, remark: null };
export const anAgreement = (signedOn: string, fen: number) => ({
  ...plain,
  kind: 'investment' as const,
  title: null,
  signedOn,
  party: null,
  totalMinor: fen,
  attractedMinor: fen,
  fixedMinor: null,
});
export const anArrival = (arrivedOn: string, fen: number) => ({
  ...plain,
  arrivedOn,
  amountMinor: fen,
  kind: 'civil' as const,
  payer: null,
  payerRegion: null,
  voucherNo: null,
  acknowledged: { codes: [...arrivalFaultCodes], reason: '补登' },
});
export const anInvestment = (month: string, fen: number) => ({
  month,
  civilFen: fen,
  installationFen: 0,
  equipmentFen: 0,
  otherFen: 0,
  amountFen: fen,
  remark: null,
  acknowledged: { codes: ['investment.above_total', 'investment.second_in_month', 'investment.jump'], reason: '补登' },
});

/** A district whose clock the test moves, and everything that can be done to it. */
export async function aDistrict() {
  const t = await openLedger(new Date('2026-05-01T02:00:00Z'));
  const { db, units } = t;
  const bureau = t.everyone.promotion_admin;
  let clock = Date.parse('2026-08-20T02:00:00Z');
  const at = (day: string) => void (clock = Date.parse(`${day}T02:00:00Z`));
  const now = () => new Date((clock += 60_000));
  const batchId = '0190a000-0000-7000-8000-000000000001';
  const enter = async (unitId: string, happenedOn: string, stage: 'negotiating' | 'building' = 'building') => {
    const row = { name: `项目${clock}`, unitId, stage, happenedOn, industryCode: '3217', totalMinor: 500_000_000 };
    return (await importProjects(db, { batchId, rows: [row] }, bureau, now()))[0]!.id;
  };
  const version = async (id: string) => (await visibleProject(db, id, bureau)).version;
  const close = (month: string) => closeWithFigures(db, { month, acknowledged: true, note: null }, bureau, now());
  const value = async (key: FigureKey, asOf?: string) => {
    const { figures } = await figureValues(db, { asOf }, bureau, now(), [key]);
    return figures[0]!;
  };
  const all = async (query = {}) => (await figureValues(db, query, bureau, now())).figures;
  const why = (key: FigureKey, before: string, after?: string) => whyChanged(db, key, { before, after, page: 1, size: 500 }, bureau, now());
  const heads = [await t.person(units.north, 'unit_head'), await t.person(units.south, 'unit_head')];
  /** Merges one project into another, with the consent of both owners where they are two. */
  const merge = async (fromId: string, intoId: string) => {
    const choices = { fields: {}, stage: 'from' as const, stageReason: null, leave: [], leaveReason: null, shares: [], certificate: null };
    const asked = { subject: 'project' as const, fromId, intoId, reason: '同一项目', choices };
    const { id, status } = await askMerger(db, asked, bureau, now());
    if (status === 'done') return id;
    for (const head of heads) await consentMerger(db, { id, verdict: 'agreed' }, head, now());
    await carryOutMerger(db, { id }, bureau, now());
    return id;
  };
  return { ...t, merge, close_: t.close, db, units, bureau, at, now, enter, version, close, value, all, why };
}
