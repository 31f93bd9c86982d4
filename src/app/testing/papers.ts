import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { investedFrom } from '../../modules/funds/verify-queries.ts';
import { rebuildStandings } from '../../modules/projects/standing-commands.ts';
import { openLedger } from './ledger.ts';
import { openFileStore } from '../../platform/files.ts';
import { makePaper } from '../../modules/papers/commands.ts';
import { getPaper } from '../../modules/papers/queries.ts';

export const now = new Date('2026-11-05T09:00:00+08:00');
export const later = new Date('2026-11-06T09:00:00+08:00');

type Planned = {
  unitId: string;
  stage: string;
  side?: string;
  signed?: string;
  agreed?: number;
  arrivals?: [string, number][];
  invested?: [string, number][];
  startedOn?: string;
  total?: number;
};

/** A small ledger in October 2026 with a file store, and a way to make its papers. */
export async function paperLedger() {
  const house = await openLedger(now);
  const { db, pool, units, everyone } = house;
  const { promotion_admin: bureau } = everyone;
  const dataDir = await mkdtemp(join(tmpdir(), 'zhuchao-papers-'));
  const files = openFileStore({ dataDir, s3: null });
  const make = makePaper(files);
  let serial = 0;
  /** A project as an import would have left it; amounts in 万元. */
  async function project(p: Planned) {
    const id = v7();
    const name = `项目${'甲乙丙丁戊己庚辛壬癸'[serial]}`;
    const fen = (n: number) => n * 1_000_000;
    const total = fen(p.total ?? 1000);
    const happened = p.startedOn ?? p.signed ?? '2025-01';
    await pool.query(
      `insert into project (id, code, name, name_key, initials, masked_name, unit_id, industry_code, total_fen, stage, side, started_on, created_at, created_by, updated_at)
       values ($1, $2, $3, $3, 'x', '某项目', $4, '3217', $5, $6, $7, $8, $9, $10, $9)`,
      [id, `XM${++serial}`, name, p.unitId, total, p.stage, p.side ?? null, p.startedOn ?? null, now, bureau.id],
    );
    await pool.query(
      'insert into project_attribution (project_id, id, unit_id, industry_code, name, total_fen, recorded_at, recorded_by) values ($1, $2, $3, $4, $5, $6, $7, $8)',
      [id, v7(), p.unitId, '3217', name, total, now, bureau.id],
    );
    await pool.query(
      `insert into stage_change (project_id, id, kind, to_stage, to_side, happened_on, reason, recorded_by, recorded_at) values ($1, $2, 'import', $3, $4, $5, 'x', $6, $7)`,
      [id, v7(), p.stage, p.side ?? null, happened, bureau.id, now],
    );
    if (p.signed)
      await pool.query(
        `insert into agreement (project_id, id, kind, signed_on, total_minor, total_fen, attracted_fen, recorded_by, recorded_at) values ($1, $2, 'investment', $3, $4, $4, $4, $5, $6)`,
        [id, v7(), p.signed, fen(p.agreed!), bureau.id, now],
      );
    for (const [on, n] of p.arrivals ?? []) await enter(id, on, n);
    for (const [month, n] of p.invested ?? [])
      await pool.query(
        'insert into investment (project_id, id, month, civil_fen, amount_fen, recorded_by, recorded_at) values ($1, $2, $3, $4, $4, $5, $6)',
        [id, v7(), month, fen(n), bureau.id, now],
      );
    await keepTotals(id);
    return id;
  }
  const enter = (id: string, on: string, n: number) =>
    pool.query(
      `insert into arrival (project_id, id, arrived_on, amount_minor, amount_fen, kind, recorded_by, recorded_at) values ($1, $2, $3, $4, $4, 'civil', $5, $6)`,
      [id, v7(), on, n * 1_000_000, bureau.id, now],
    );
  /** What the commands would have kept of the rows written here. */
  async function keepTotals(id: string) {
    await pool.query(
      `update project set signed_on = (select min(signed_on) from agreement where project_id = $1),
         agreed_fen = coalesce((select sum(total_fen) from agreement where project_id = $1), 0),
         attracted_fen = coalesce((select sum(attracted_fen) from agreement where project_id = $1), 0),
         arrived_fen = coalesce((select sum(amount_fen) from arrival where project_id = $1), 0),
         invested_fen = coalesce((select sum(amount_fen) from investment where project_id = $1), 0) where id = $1`,
      [id],
    );
    await rebuildStandings(db, { investedFrom }, bureau, now);
  }
  async function arrive(id: string, on: string, n: number) {
    await enter(id, on, n);
    await keepTotals(id);
  }

  await pool.query(`insert into person_role (person_id, role_class, role, granted_at) values ($1, 'business', 'promotion_admin', $2)`, [
    bureau.id,
    now,
  ]);
  const first = await project({
    unitId: units.north,
    stage: 'building',
    signed: '2026-10-03',
    agreed: 12_000,
    arrivals: [['2026-10-20', 3000]],
    invested: [['2026-10', 800]],
    startedOn: '2026-10-15',
  });
  await project({ unitId: units.section, stage: 'signed', signed: '2026-02', agreed: 5000, arrivals: [['2026-02-10', 500]] });
  await project({
    unitId: units.park,
    stage: 'producing',
    signed: '2025-10',
    agreed: 20_000,
    arrivals: [['2026-09-01', 9000]],
    invested: [['2026-09', 4000]],
    startedOn: '2025-11',
  });
  await project({ unitId: units.park, stage: 'signed', side: 'withdrawn', signed: '2025-03', agreed: 700 });
  // Signed on paper while the record still stands at 在谈: who has no need to know reads no name.
  await project({ unitId: units.south, stage: 'negotiating', signed: '2026-10-08', agreed: 300 });

  const made = async (unitId: string | undefined, by = bureau, at = now) =>
    getPaper(db, (await make(db, { month: '2026-10', unitId }, by, at)).id, bureau);
  const close = async () => {
    await house.close();
    await rm(dataDir, { recursive: true });
  };
  return { db, pool, units, everyone, dataDir, files, make, made, arrive, first, close };
}
