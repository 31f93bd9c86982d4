import Fastify from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordArrival } from '../modules/funds/arrival-commands.ts';
import { anArrival } from '../modules/funds/test-database.ts';
import { listFlags } from '../modules/recognition/flag-queries.ts';
import { defaultFlagRule } from '../modules/recognition/domain/flag-rule.ts';
import { publishRule } from '../modules/reference/commands.ts';
import { connect } from '../platform/db.ts';
import { awaitLooks, keepLooking, lookAtMarked } from './looks.ts';
import { openLedger } from './testing/ledger.ts';
import { projectAt } from './testing/standing.ts';
import './wiring.ts';

const now = new Date('2026-06-20T04:00:00Z');
const t = await openLedger(now);
const { db, pool } = t;
const { promotion_admin: bureau, promoter } = t.everyone;
let deafen: () => Promise<void>;
let project: string;
beforeAll(async () => {
  deafen = await db.changes.listen();
  project = await projectAt(t, 'building', now, { totalMinor: 600_000_000, contactPhone: null, name: '北山项目' });
});
afterAll(async () => {
  await deafen();
  await t.close();
});
const anyway = { codes: ['arrived_above_agreed', 'arrived_above_total', 'before_signing', 'same_voucher'], reason: '已核实' };
const arrive = (voucherNo: string, more = {}) =>
  recordArrival(db, anArrival(project, { voucherNo, acknowledged: anyway, ...more }), promoter, now);
const flags = async () => (await listFlags(db, { page: 1, size: 50, project }, bureau)).items.map((f) => f.code);
const due = async () => (await pool.query('select 1 from look_due')).rowCount;
const look = (most = 500) => lookAtMarked(db, { most }, bureau, now);

test('where a server listens, an act only marks its project; what it raises is found a moment later', async () => {
  await arrive('JZ-1');
  await arrive('JZ-1');
  expect([await flags(), await due()]).toEqual([[], 2]);
  expect(await look()).toBe(2);
  expect([(await flags()).includes('same_voucher'), await due()]).toEqual([true, 0]);
  // Whoever recorded it is named, not who looks.
  const { rows } = await pool.query("select distinct given_by as by from red_flag_event where kind = 'raised'");
  expect(rows).toEqual([{ by: promoter.id }]);
});

test('the keeper of looks takes up what is recorded and what other processes left, and whoever opens the project waits for it', async () => {
  const app = Fastify();
  awaitLooks(app);
  app.get('/api/projects/:id', async () => ({ due: await due() }));
  await pool.query('insert into look_due (project_id) values ($1)', [project]);
  const stop = keepLooking({ db, log: pino({ level: 'silent' }), now: () => now });
  await expect.poll(due, { timeout: 10_000 }).toBe(0);
  await arrive('JZ-2');
  expect((await app.inject(`/api/projects/${project}`)).json()).toEqual({ due: 0 });
  await stop();
  await app.close();
});

test('what is marked while others are looked at is looked at next, without waiting for the hourglass', async () => {
  const owner = connect(t.ownerUrl, 1);
  const client = await owner.pool.connect();
  await client.query('begin');
  await client.query('lock table red_flag in access exclusive mode');
  const stop = keepLooking({ db, log: pino({ level: 'silent' }), now: () => now });
  await arrive('JZ-6');
  await t.untilWaiting(1);
  await arrive('JZ-7');
  await client.query('commit');
  client.release();
  await owner.close();
  await expect.poll(due, { timeout: 3000 }).toBe(0);
  await stop();
});

test('one that cannot be looked at is passed over, and the others are looked at', async () => {
  const broken = await projectAt(t, 'building', now, { totalMinor: 600_000_000, contactPhone: null, name: '南河项目' });
  // The owner of the tables makes the flags of one project unwritable.
  const owner = connect(t.ownerUrl, 1);
  await owner.pool.query(`create function stumble() returns trigger language plpgsql as $$ begin raise 'no flags here'; end $$;
    create trigger stumble before insert on red_flag for each row when (new.project_id = '${broken}') execute function stumble()`);
  await owner.close();
  await recordArrival(db, anArrival(broken, { voucherNo: 'JZ-3', acknowledged: anyway }), promoter, now);
  await pool.query('delete from look_due');
  await pool.query('insert into look_due (project_id) values ($1)', [broken]);
  await arrive('JZ-5');
  await arrive('JZ-5');
  const stop = keepLooking({ db, log: pino({ level: 'silent' }), now: () => now });
  await expect.poll(due, { timeout: 15_000 }).toBe(0);
  await stop();
  const { rows } = await pool.query(
    "select project_id as id from red_flag where code = 'same_voucher' and key = 'JZ-5' or project_id = $1",
    [broken],
  );
  expect(rows).toEqual([{ id: project }]);
});

test('a flag that may stop an entry is looked for before it is entered', async () => {
  const draft = { kind: 'arrival-flags', effectiveFrom: '2026-01-01', effectiveTo: null, preset: null };
  await publishRule(db, { ...draft, body: { ...defaultFlagRule, blocking: ['local_payer'] } }, bureau, now);
  await expect(arrive('JZ-4', { payer: '某区财政局' })).rejects.toMatchObject({ code: 'arrival.stopped_by_flag' });
  expect(await due()).toBe(0);
});
