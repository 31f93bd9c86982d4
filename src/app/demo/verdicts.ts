import type { Month } from '../../kernel/day.ts';
import { actorByLogin } from '../../modules/identity/queries.ts';
import { giveVerdicts, publishRecognition } from '../../modules/recognition/commands.ts';
import type { Judged } from '../../modules/recognition/contract.ts';
import { presets } from '../../modules/recognition/domain/preset.ts';
import { listJudged } from '../../modules/recognition/queries.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Db } from '../../platform/db.ts';

/** The code that the invented projects carry in their national codes. */
const home = '640425';
const perAct = 200;
const bySeed = 1;
/** Has sent up what arrived in the last month; it is not judged yet. */
const waits = '青穗镇';

/**
 * The bureau and the statistics office judge by their own rules what arrived, but for what one township has still under review. Of one
 * arrival the bureau counts a part, so that the two 口径 differ in every way they can.
 */
export async function judgeArrivals(db: Db, lastMonth: Month, keeper: Actor, now: Date): Promise<void> {
  const statistician = (await actorByLogin(db, 'tongji'))!;
  const since = { effectiveFrom: '2000-01-01' };
  const promotion = { ...presets['provincial-promotion'], title: '栖梧区招商到位认定办法', home };
  await publishRecognition(db, { basis: 'promotion', ...since, preset: 'provincial-promotion', body: promotion }, keeper, now);
  const statistics = { ...presets['fixed-investment'], title: '栖梧区固定资产投资口径', needsStatistics: false };
  await publishRecognition(db, { basis: 'statistics', ...since, preset: 'fixed-investment', body: statistics }, keeper, now);
  for (const { basis, actor } of [
    { basis: 'promotion', actor: keeper },
    { basis: 'statistics', actor: statistician },
  ]) {
    const judged = (await everyArrival(db, basis, actor, now)).filter((r) => r.arrivedOn.slice(0, 7) < lastMonth || r.unitName !== waits);
    for (let at = 0; at < judged.length; at += perAct) await accept(db, basis, judged.slice(at, at + perAct), actor, now);
    if (basis === 'promotion' && judged[bySeed]) await countInPart(db, judged[bySeed], keeper, now);
  }
}

async function everyArrival(db: Db, basis: string, actor: Actor, now: Date): Promise<Judged[]> {
  const all: Judged[] = [];
  for (let page = 1; ; page += 1) {
    const { items, total } = await listJudged(db, { basis, page, size: perAct }, actor, now);
    all.push(...items);
    if (all.length >= total) return all;
  }
}

const accept = (db: Db, basis: string, rows: readonly Judged[], actor: Actor, now: Date) =>
  giveVerdicts(
    db,
    {
      basis,
      recognisedOn: null,
      remark: null,
      rows: rows.map((r) => ({ projectId: r.projectId, arrivalId: r.id, supersedes: null, own: null })),
    },
    actor,
    now,
  );

async function countInPart(db: Db, row: Judged, keeper: Actor, now: Date): Promise<void> {
  const { items } = await listJudged(db, { basis: 'promotion', page: 1, size: perAct, project: row.projectId }, keeper, now);
  const before = items.find((r) => r.id === row.id)?.verdicts.find((v) => v.basis === 'promotion');
  if (before?.outcome !== 'counted' || before.amountFen <= 1_000_000) return;
  const own = { outcome: 'counted', reason: 'part_counted', amountFen: before.amountFen - 1_000_000 } as const;
  const rows = [{ projectId: row.projectId, arrivalId: row.id, supersedes: before.id, own }];
  await giveVerdicts(db, { basis: 'promotion', recognisedOn: null, remark: '其余为本地配套资金', rows }, keeper, now);
}
