import pg from 'pg';
import { openRuntime } from '../src/app/runtime.ts';
import { startServer, type Visitor, visitor } from '../src/app/testing/running-server.ts';
import { addDays, addMonths, dayOf, type Month, monthOf } from '../src/kernel/day.ts';
import { reminderFeed } from '../src/app/wiring.ts';
import { operator } from '../src/modules/identity/queries.ts';
import { refreshAllLights, refreshLights } from '../src/modules/lights/commands.ts';
import { escalateOverdue } from '../src/modules/problems/commands.ts';
import { product } from '../src/modules/reference/commands.ts';
import { remind } from '../src/modules/reminders/commands.ts';
import { loadConfig } from '../src/platform/config.ts';
import { createLog } from '../src/platform/log.ts';
import { accounts, load, password } from './load.ts';
import { inMs, msOf, printTable, timesOf } from './measure.ts';

const live = 20_000;
/** So many undertakings have about as many under way. */
const written = 60_000;
const nodes = 8;
const permits = 12;

/** What 20,000 projects under way have: plans of the year, milestones, approvals, problems and months of reports. Every column as its commands would keep it. */
async function furnish(ownerUrl: string, today: string, month: Month) {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const year = today.slice(0, 4);
  const run = (text: string, values: readonly unknown[] = []) => client.query(text, [...values]);
  try {
    // Rows hold by construction, as those of the ledger do.
    await run('set session_replication_role = replica');
    await run(
      `create temp table live as select id, unit_id, row_number() over (order by id)::int as n from project where side is null
       order by (stage in ('preparing', 'building')) desc, stage = 'completed' desc, id limit ${live}`,
    );
    await run(`update project p set stage = case when l.n % 4 = 0 then 'preparing' else 'building' end from live l where p.id = l.id`);
    await run(
      `update project set side = 'suspended' where side is null and stage in ('preparing', 'building') and id not in (select id from live)`,
    );
    await run(
      `insert into year_plan (project_id, id, year, shape, months_fen, total_fen, recorded_by, recorded_at)
       select id, gen_random_uuid(), $1, 'linear', array_fill((1 + n % 9) * 100000000::bigint, array[12]), (1 + n % 9) * 1200000000::bigint, $2, now() from live`,
      [Number(year), operator.id],
    );
    const days = (text: string) => `to_char($1::date + ${text}, 'YYYY-MM-DD')`;
    await run(
      `insert into milestone_standing (project_id, key, class, plan_no, order_no, name, role, start_on, finish_on, finished_on)
       select l.id, 'n' || k, 'industrial_new', 1, k, '节点' || k, 'unit', ${days('(k - 5) * 60 - 30')}, ${days('(k - 5) * 60 + l.n % 50')},
         case when k < 5 or (k = 5 and l.n % 10 < 6) then ${days('(k - 5) * 60 + l.n % 40')} end
       from live l, generate_series(1, ${nodes}) k`,
      [today],
    );
    await run(
      `insert into permit_item (project_id, id, key, class, template_version, order_no, name, stage, role, lead_role, after, legal_days, promised_days, green_days,
         may_lack, may_promise, may_pre_review, extensions, extension_months, is_used_by_start, basis, added_by, added_at)
       select l.id, gen_random_uuid(), 'p' || k, 'industrial_new', 1, k, '事项' || k, (array['siting', 'planning', 'construction', 'completion'])[1 + k * 4 / 13],
         (array['land', 'construction', 'environment', 'approval'])[1 + k % 4], 'approval', '{}', 20, 10, 5, false, false, false, 0, 0, false, '', $1, now()
       from live l, generate_series(1, ${permits}) k`,
      [operator.id],
    );
    await run(
      `insert into permit_standing (project_id, permit_id, state, applied_on, accepted_on, legal_due_on, promised_due_on, decided_on, is_green)
       select i.project_id, i.id, case when i.order_no <= 7 then 'granted' when i.order_no = 8 and l.n % 3 = 0 then 'running' else 'waiting' end,
         case when i.order_no <= 8 then ${days('(i.order_no - 9) * 20')} end, case when i.order_no <= 8 then ${days('(i.order_no - 9) * 20')} end,
         case when i.order_no <= 8 then ${days('(i.order_no - 9) * 20 + 28')} end, case when i.order_no <= 8 then ${days('(i.order_no - 9) * 20 + 14 + l.n % 12')} end,
         case when i.order_no <= 7 then ${days('(i.order_no - 9) * 20 + 8 + l.n % 20')} end, false
       from permit_item i join live l on l.id = i.project_id`,
      [today],
    );
    await run(
      `insert into permit_decided (project_id, year, decided, on_time)
       select project_id, left(decided_on, 4), count(*), count(*) filter (where decided_on <= promised_due_on) from permit_standing where decided_on is not null group by 1, 2`,
    );
    await run(
      `insert into problem (project_id, id, year, no, type, level, rule_version, title, words, source, owner_unit_id, due_on, raised_on, raised_by, raised_at)
       select l.id, gen_random_uuid(), $2, (l.n - 1) * 2 + k, 'land', 'general', 1, '问题' || l.n, '用地', 'project', (select id from unit where id <> l.unit_id order by md5(l.n || id::text) limit 1),
         ${days('10 - (l.n % 200)')}, ${days('-(l.n % 200)')}, $3, now() from live l, generate_series(1, 2) k`,
      [today, Number(year), operator.id],
    );
    await run(
      `insert into problem_standing (project_id, problem_id, state, tier, owner_unit_id, due_on, raised_on, closed_on, events)
       select project_id, id, case when no % 4 = 0 then 'open' when no % 4 = 1 then 'solved' else 'closed' end, 'unit', owner_unit_id, due_on, raised_on,
         case when no % 4 > 1 then raised_on end, 0 from problem`,
    );
    for (const owed of [month, addMonths(month, -1), addMonths(month, -2)])
      await run(
        `insert into report_due (project_id, month, unit_id, due_on, is_owed, state, reported_on, report_id)
         select id, $1, unit_id, $2, true, case when n % 10 = 0 then 'missing' else 'accepted' end, case when n % 10 > 0 then $1 || '-28' end,
           case when n % 10 > 0 then gen_random_uuid() end from live`,
        [owed, `${addMonths(owed, 1)}-05`],
      );
    // Everybody works in some role, and every unit has a head: they are told of what comes due.
    await run(
      `insert into person_role select id, 'business', case when row_number() over (partition by unit_id order by id) = 1 then 'unit_head' else 'promoter' end, now()
       from person where id not in (select person_id from person_role)`,
    );
    await run('vacuum analyze');
  } finally {
    await client.end();
  }
}

type Page = Readonly<{ what: string; barMs: number; path: string }>;
const pages = (month: Month): readonly Page[] => [
  { what: 'completeness of a month', barMs: 150, path: `/reports/completeness?month=${month}` },
  { what: 'reports of a month, missing', barMs: 150, path: `/reports?month=${month}&state=missing` },
  { what: 'red lights with their sentences', barMs: 150, path: '/lights?colour=red' },
  { what: 'lights by unit', barMs: 150, path: '/lights/units' },
  { what: 'overdue milestones', barMs: 150, path: '/milestones?state=overdue' },
  { what: 'late approvals', barMs: 150, path: '/permits?state=late' },
  { what: 'approvals, all that are open', barMs: 150, path: '/permits?state=open' },
  { what: 'pool of problems, live', barMs: 150, path: '/problems?state=live' },
  { what: 'problems by age and owner', barMs: 150, path: '/problems/figures' },
  { what: 'how projects go on, in the cockpit', barMs: 150, path: '/cockpit/delivery' },
  { what: 'reminders on the desk', barMs: 150, path: '/reminders' },
];

async function lightsBench(dataDir: string, today: string) {
  const runtime = await openRuntime({ ...loadConfig({}), dataDir }, createLog('warn'), { join: false });
  try {
    const { db, pool } = runtime;
    const count = async (text: string) => Number((await pool.query<{ n: string }>(text)).rows[0]!.n);
    const noon = (day: string) => new Date(`${day}T12:00:00+08:00`);
    const first = await msOf(() => refreshAllLights(db, noon(today)));
    let changed = 0;
    const again = await msOf(async () => (changed = await refreshAllLights(db, noon(today))));
    const { rows } = await pool.query<{ id: string }>(
      `select project_id as id from light_standing order by md5(project_id::text) limit 300`,
    );
    const one = await timesOf((i) => refreshLights(db, { projectIds: [rows[i % rows.length]!.id] }, operator, noon(today)), { most: 200 });
    const some = await timesOf(() => refreshLights(db, { projectIds: rows.map((r) => r.id) }, operator, noon(today)), { most: 10 });
    printTable(
      [
        `lights of ${await count('select count(*) as n from light_standing')} projects of ${await count('select count(*) as n from unit')} units`,
        'bar',
        'measured',
      ],
      [
        ['all, for the first time', '10 s', `${(first / 1000).toFixed(1)} s`],
        [`all again, ${changed} of which changed`, '10 s', `${(again / 1000).toFixed(1)} s`],
        ['one project, as its money or a report changes', '', `p50 ${inMs(one.p50)} ms, p95 ${inMs(one.p95)} ms`],
        ['300 projects of a list', '', `p50 ${inMs(some.p50)} ms, p95 ${inMs(some.p95)} ms`],
      ],
    );
  } finally {
    await runtime.close();
  }
}

/** What a night does about what is overdue: problems go up, and everybody is told; and what a working hour and the day after cost. */
async function nightBench(dataDir: string) {
  const runtime = await openRuntime({ ...loadConfig({}), dataDir }, createLog('warn'), { join: false });
  try {
    const { db } = runtime;
    const now = new Date();
    const lines: string[][] = [];
    const inSeconds = async (what: (n: number) => string, act: () => Promise<number>) => {
      let n = 0;
      const ms = await msOf(async () => (n = await act()));
      lines.push([what(n), '10 s', `${(ms / 1000).toFixed(1)} s`]);
    };
    const told = (after: number) => async () => (await remind(db, reminderFeed, product, new Date(now.getTime() + after))).told;
    await inSeconds(
      (n) => `overdue problems go to the next tier: ${n}`,
      () => escalateOverdue(db, now),
    );
    await inSeconds((n) => `everybody is told for the first time: ${n} reminders`, told(0));
    await inSeconds((n) => `an hour later: ${n}`, told(3_600_000));
    for (const days of [1, 2]) await inSeconds((n) => `${days} days later: ${n}`, told(days * 86_400_000));
    const owner = new pg.Client({ connectionString: runtime.ownerUrl });
    await owner.connect();
    await owner.query('vacuum analyze').finally(() => owner.end());
    printTable(['reminders of a night', 'bar', 'measured'], lines);
  } finally {
    await runtime.close();
  }
}

/** Lights recomputed for 20,000 projects under way of 300 units, and the pages of what goes on with them, for one unit and for the whole district. In a place that was filled before only pages are measured. */
export async function deliveryBench(dataDir: string): Promise<void> {
  const today = dayOf(new Date());
  const runtime = await openRuntime({ ...loadConfig({}), dataDir }, createLog('warn'), { join: false });
  const month = monthOf(addDays(today, -31))!;
  let isNew!: boolean;
  try {
    isNew = (await runtime.pool.query('select 1 from report_due limit 1')).rows.length === 0;
    if (isNew) {
      await load(runtime.ownerUrl, written, () => {});
      await furnish(runtime.ownerUrl, today, month);
    }
  } finally {
    await runtime.close();
  }
  if (isNew) {
    await lightsBench(dataDir, today);
    await nightBench(dataDir);
  }
  const server = await startServer(dataDir);
  try {
    const [own, all] = [visitor(server.address, { anew: true }), visitor(server.address, { anew: true })];
    await own.signIn(accounts.scoped.login, password);
    await all.signIn(accounts.admin.login, password);
    const lines: string[][] = [];
    for (const { what, barMs, path } of pages(month)) {
      const times = async (who: Visitor) => timesOf(() => who.get(path), { most: 40 });
      const [mine, every] = [await times(own), await times(all)];
      lines.push([
        what,
        `${barMs}`,
        `${inMs(mine.p50)} / ${inMs(mine.p95)}`,
        `${inMs(every.p50)} / ${inMs(every.p95)}`,
        every.p95 <= barMs ? 'yes' : 'no',
      ]);
    }
    printTable(['page, ms p50 / p95', 'bar', 'one unit', 'whole district', 'within'], lines);
  } finally {
    await server.end();
  }
}
