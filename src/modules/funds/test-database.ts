import { v7 } from 'uuid';
import type { Actor, Role } from '../../kernel/actor.ts';
import { testDatabase } from '../../platform/test-database.ts';
import { refreshStandings } from '../projects/standing-commands.ts';
import type { NewAgreement, NewArrival, NewInvestment } from './contract.ts';

/** A small district for the tests of this room: two townships, their clerks, the bureau, an auditor; projects on demand. */
export async function fundsDatabase() {
  const test = await testDatabase();
  const { pool } = test;
  const now = new Date('2026-06-15T02:00:00Z');
  const unit = async (code: string, name: string, kind: string, parentId: string | null) => {
    const id = v7();
    await pool.query('insert into unit (id, parent_id, code, name, kind, created_at) values ($1, $2, $3, $4, $5, $6)', [
      id,
      parentId,
      code,
      name,
      kind,
      now,
    ]);
    return id;
  };
  const district = await unit('00', '云岭区', 'district', null);
  const east = await unit('01', '东河镇', 'township', district);
  const west = await unit('02', '西坡镇', 'township', district);
  const person = async (name: string, unitId: string, unitIds: string[], ...roles: Role[]): Promise<Actor> => {
    const id = v7();
    await pool.query('insert into person (id, unit_id, name, created_at) values ($1, $2, $3, $4)', [id, unitId, name, now]);
    return { id, name, unitId, unitIds, roles };
  };
  const all = [district, east, west];
  const people = {
    clerk: await person('甲员', east, [east], 'promoter'),
    head: await person('乙长', east, [east], 'unit_head'),
    stranger: await person('丙员', west, [west], 'promoter'),
    bureau: await person('丁管', district, all, 'promotion_admin'),
    auditor: await person('戊审', district, all, 'auditor'),
    system: await person('己系', district, all, 'system_admin'),
  };
  let count = 0;
  const project = async (more: Record<string, unknown> = {}) => {
    const row = {
      id: v7(),
      code: `P${++count}`,
      name: `项目${count}`,
      name_key: '',
      initials: '',
      masked_name: '某企业项目',
      unit_id: east,
      stage: 'building',
      created_at: now,
      created_by: people.bureau.id,
      updated_at: now,
      ...more,
    };
    const names = Object.keys(row);
    await pool.query(
      `insert into project (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
      Object.values(row),
    );
    await test.db.transaction((tx) => refreshStandings(tx, [row.id]));
    return row.id;
  };
  /** What one project's row and all month totals say, zeros left out. */
  const totals = async (projectId: string) => {
    const sums =
      'agreed_fen as agreed, attracted_fen as attracted, fixed_fen as fixed, arrived_fen as arrived, invested_fen as invested, signed_on as signed';
    return (await pool.query(`select ${sums} from project where id = $1`, [projectId])).rows[0] as Record<string, unknown>;
  };
  const months = async (unitId = east) => {
    const { rows } = await pool.query(
      'select month, kind, amount_fen as fen, entries from month_total where unit_id = $1 and (amount_fen <> 0 or entries <> 0) order by kind, month',
      [unitId],
    );
    return rows.map((r: { month: string; kind: string; fen: number; entries: number }) => `${r.kind} ${r.month} ${r.fen} ×${r.entries}`);
  };
  return { ...test, now, units: { district, east, west }, people, project, totals, months };
}

const terms = { currency: 'CNY', rate: null, rateSource: null, rateOn: null };
export const anAgreement = (projectId: string, more: Partial<NewAgreement> = {}): NewAgreement => ({
  projectId,
  kind: 'investment',
  title: null,
  signedOn: '2025-03-01',
  party: '某某公司',
  ...terms,
  totalMinor: 100_000,
  attractedMinor: 80_000,
  fixedMinor: 60_000,
  remark: null,
  externalRef: null,
  batchId: null,
  ...more,
});
export const anArrival = (projectId: string, more: Partial<NewArrival> = {}): NewArrival => ({
  projectId,
  arrivedOn: '2026-05-20',
  ...terms,
  amountMinor: 1000,
  kind: 'civil',
  payer: '某某公司',
  payerRegion: null,
  voucherNo: null,
  remark: null,
  acknowledged: null,
  externalRef: null,
  batchId: null,
  ...more,
});
export const anInvestment = (projectId: string, more: Partial<NewInvestment> = {}): NewInvestment => ({
  projectId,
  month: '2026-05',
  civilFen: 500,
  installationFen: 0,
  equipmentFen: 300,
  otherFen: 0,
  amountFen: 800,
  remark: null,
  acknowledged: null,
  batchId: null,
  ...more,
});
