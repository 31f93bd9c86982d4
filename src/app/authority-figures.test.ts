import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { figureCards, figureValues } from '../modules/figures/queries.ts';
import { recordDate } from '../modules/projects/date-commands.ts';
import { builtInAuthorities } from '../modules/projects/domain/authority-date.ts';
import { importProjects } from '../modules/projects/import-commands.ts';
import { openLedger } from './testing/ledger.ts';

const now = new Date('2026-11-20T09:00:00+08:00');
let t: Awaited<ReturnType<typeof openLedger>>;
beforeAll(async () => {
  t = await openLedger(now);
});
afterAll(() => t.close());

test('figures count starts by the date that the rules name, and the card says whose it is', async () => {
  const rows = [{ name: '镁合金压铸项目', unitId: t.units.north, stage: 'building' as const, startedOn: '2026-03', signedOn: '2025-10' }];
  const [made] = await importProjects(t.db, { batchId: v7(), rows }, t.everyone.promotion_admin, now);
  const entry = { event: 'started' as const, authority: 'statistics', kind: 'works' as const, happenedOn: '2026-05', insteadOf: null };
  await recordDate(t.db, { ...entry, id: made!.id, uploadIds: [] }, t.everyone.statistics, now);
  const opened = async (month: string) => {
    const asked = { from: month, through: `${month}-31` };
    const { figures } = await figureValues(t.db, asked, t.everyone.promotion_admin, now, ['opened_count']);
    return figures[0]!.value;
  };
  expect([await opened('2026-03'), await opened('2026-05')]).toEqual([1, 0]);
  expect((await figureCards(t.db, now)).dates.started).toBeNull();
  const body = { ...builtInAuthorities, counts: { started: 'statistics', production: 'claimed' } };
  await t.pool.query(
    `insert into rule_version (id, kind, version, effective_from, body, published_at, published_by) values ($1, 'authority-dates', 1, '2020-01-01', $2, $3, $1)`,
    [v7(), body, now],
  );
  expect([await opened('2026-03'), await opened('2026-05')]).toEqual([0, 1]);
  expect((await figureCards(t.db, now)).dates).toMatchObject({ started: { zh: expect.any(String) }, production: null });
});
