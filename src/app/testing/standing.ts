import { addCode, createProject } from '../../modules/projects/commands.ts';
import type { GateFacts } from '../../modules/projects/domain/gate.ts';
import type { ProjectRecord } from '../../modules/projects/domain/record.ts';
import type { Stage } from '../../modules/projects/domain/stage.ts';
import type { openLedger } from './ledger.ts';

/** Everything that a gate asks other rooms for. */
export const everything: Omit<GateFacts, 'hasNationalCode'> = {
  hasInvestmentAgreement: true,
  evidenceKinds: ['construction_permit', 'completion_acceptance', 'site_check'],
};

let serial = 0;
const whole = {
  investorName: '华锐集团',
  investorUscc: '91350100M000100Y43',
  landMu: '0.00',
  plannedStartOn: '2026-03',
  plannedCompletionOn: '2027',
  plannedProductionOn: '2027-12',
  registeredCompany: '静川华锐公司',
  place: '园区',
  nature: 'new',
  scale: '年产5万吨',
  natongName: '华锐项目',
  natongOn: '2026-05',
};
/** A project that lacks nothing, standing at a stage as if it had gone there. */
export async function projectAt(t: Awaited<ReturnType<typeof openLedger>>, stage: Stage, now: Date, more: Partial<ProjectRecord> = {}) {
  const { promoter, leader } = t.everyone;
  const fields = {
    name: '镁合金项目',
    unitId: t.units.section,
    industryCode: '3217',
    totalMinor: 1,
    personId: promoter.id,
    leaderId: leader.id,
    source: 'lead',
    ...whole,
    ...more,
  };
  const { id } = await createProject(t.db, { ...fields, stage: 'negotiating', happenedOn: '2026-01' }, promoter, now);
  await addCode(
    t.db,
    { id, version: 1, scheme: 'national', code: `2601-640425-04-01-${String(++serial).padStart(6, '0')}` },
    promoter,
    now,
  );
  await t.pool.query('update project set stage = $2 where id = $1', [id, stage]);
  return id;
}
