import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Actor } from '../../kernel/actor.ts';
import { addDays, type Day, dayOf, endOfDay } from '../../kernel/day.ts';
import { workingDayFrom, workingDaysAfter } from '../../kernel/working-day.ts';
import { type EventKind, tiers } from '../../modules/problems/domain/problem.ts';
import { dueOn, problemPreset } from '../../modules/problems/domain/rule.ts';
import { keepStandings } from '../../modules/problems/standing-commands.ts';
import { problem, problemEvent } from '../../modules/problems/tables.ts';
import { publishPreset } from '../../modules/reference/commands.ts';
import { command } from '../../platform/command.ts';
import type { Db, Reader } from '../../platform/db.ts';
import { insertMany } from '../../platform/many-rows.ts';
import { type Random, seeded } from './random.ts';

const seed = 20261129;
type Subject = Readonly<{ id: string; unitId: string; personId: string; reportId: string | null }>;
type Kind = Readonly<{ type: string; owner: string; title: string; words: string; done: string; solved: string }>;
/** What enterprises of an invented district ask for, and which department answers. */
const kinds: readonly Kind[] = [
  {
    type: 'approval',
    owner: 'QW-SPJ',
    title: '施工许可办理进度慢',
    words: '施工图审查已通过，施工许可申请提交后等待补正意见，影响进场。',
    done: '已与企业核对申报材料，缺节能登记一项，代办员协助补齐。',
    solved: '材料补齐，施工许可证已核发。',
  },
  {
    type: 'inputs',
    owner: 'QW-FGJ',
    title: '变压器增容尚未批复',
    words: '设备进场后用电负荷不足，需要增容到 2000 千伏安。',
    done: '已会同供电部门现场勘查，供电方案下周答复。',
    solved: '供电方案已批复，增容施工已安排。',
  },
  {
    type: 'funding',
    owner: 'QW-CZJ',
    title: '设备补助资金未拨付',
    words: '协议约定设备投资达标后拨付补助，企业已提交凭证。',
    done: '已完成凭证核验，正在走拨付审批。',
    solved: '补助资金已拨付到企业账户。',
  },
  {
    type: 'land',
    owner: 'QW-ZSJ',
    title: '红线内管线迁改',
    words: '用地红线内有一条通信管线，基坑无法开挖。',
    done: '已组织权属单位现场会，迁改方案确定。',
    solved: '管线迁改完成，已移交场地。',
  },
  {
    type: 'policy',
    owner: 'QW-FGJ',
    title: '首台套政策如何申报',
    words: '企业希望明确申报条件和时间。',
    done: '已把申报指南和联系人发给企业。',
    solved: '企业已完成申报。',
  },
];

/** Projects that are under way, in the order of their codes, each with the last report that says something is in the way. */
async function subjects(db: Reader): Promise<Subject[]> {
  const { rows } = await db.execute<Subject>(sql`
    select p.id, p.unit_id as "unitId", p.person_id as "personId", r.id as "reportId"
    from project p left join lateral (select id from month_report where project_id = p.id and problems is not null
      order by month desc limit 1) r on true
    where p.side is null and p.stage in ('preparing', 'building', 'completed') and p.person_id is not null order by p.code`);
  return rows;
}

type Made = { row: typeof problem.$inferInsert; events: (typeof problemEvent.$inferInsert)[] };
type Story = Readonly<{
  random: Random;
  units: ReadonlyMap<string, string>;
  numbers: Map<number, number>;
  keeper: Actor;
  today: Day;
  now: Date;
}>;

const at = (day: Day, now: Date) => (endOfDay(day) < now ? endOfDay(day) : now);

/** A problem raised so many days ago, and what became of it: the older, the more likely it is closed. */
function storyOf(story: Story, of: Subject, kind: Kind, ago: number): Made {
  const { random, units, numbers, today, now } = story;
  const day = workingDayFrom(addDays(today, -ago));
  // On a Sunday the next working day is still to come.
  const raisedOn = day > today ? today : day;
  const year = Number(raisedOn.slice(0, 4));
  const no = (numbers.get(year) ?? 0) + 1;
  numbers.set(year, no);
  const level = random.pick(['general', 'general', 'general', 'major', 'urgent']);
  const isReport = of.reportId !== null && random.chance(0.3);
  const row = {
    projectId: of.id,
    id: v7(),
    year,
    no,
    level,
    type: kind.type,
    title: kind.title,
    words: kind.words,
    ruleVersion: 1,
    source: isReport ? ('report' as const) : random.pick(['visit', 'project', 'project'] as const),
    sourceId: isReport ? of.reportId : null,
    sourceOn: isReport ? null : raisedOn,
    ownerUnitId: random.chance(0.25) ? of.unitId : units.get(kind.owner)!,
    dueOn: dueOn(problemPreset.body, level, 'unit', raisedOn),
    raisedOn,
    raisedBy: of.personId,
    raisedAt: at(raisedOn, now),
  };
  return { row, events: eventsOf(story, of, kind, row) };
}

function eventsOf(
  { random, keeper, today, now }: Story,
  of: Subject,
  kind: Kind,
  { id, level, raisedOn, dueOn: first }: Raised,
): Made['events'] {
  const events: Made['events'] = [];
  const add = (what: EventKind, on: Day, more: Partial<(typeof events)[number]> = {}) => {
    const event = { projectId: of.id, id: v7(), problemId: id, kind: what, happenedOn: on, recordedBy: keeper.id, recordedAt: at(on, now) };
    if (on <= today) events.push({ ...event, ...more });
    return on <= today;
  };
  const end = workingDaysAfter(raisedOn, random.between(1, 16));
  add('acted', workingDaysAfter(raisedOn, 1), { words: kind.done });
  let due = first;
  for (const tier of tiers.slice(1)) {
    const on = addDays(due, 1);
    if (due >= end) break;
    due = dueOn(problemPreset.body, level, tier, on);
    if (!add('escalated', on, { tier, dueOn: due })) break;
  }
  const isSolved = add('solved', end, { words: kind.solved, recordedBy: random.chance(0.5) ? of.personId : keeper.id });
  if (isSolved && random.chance(0.9)) add('confirmed', workingDaysAfter(end, random.between(1, 4)), { toldBy: '企业项目负责人' });
  return events;
}
type Raised = Readonly<{ id: string; level: string; raisedOn: Day; dueOn: Day }>;

const raiseAll = command(
  'demo.problems',
  async (tx, { units, now }: { units: ReadonlyMap<string, string>; now: Date }, { actor: keeper }) => {
    const random = seeded(seed);
    const today = dayOf(now);
    const story = { random, units, numbers: new Map<number, number>(), keeper, today, now };
    const asked = (await subjects(tx)).flatMap((of) =>
      Array.from({ length: random.between(0, 2) }, () => ({
        of,
        kind: random.pick(kinds),
        ago: random.between(1, random.chance(0.35) ? 12 : 240),
      })),
    );
    const made = asked.toSorted((a, b) => b.ago - a.ago).map(({ of, kind, ago }) => storyOf(story, of, kind, ago));
    await insertMany(
      tx,
      problem,
      made.map((m) => m.row),
    );
    await insertMany(
      tx,
      problemEvent,
      made.flatMap((m) => m.events).map((e) => ({ ...unsaid, ...e })),
    );
    await keepStandings(
      tx,
      made.map((m) => m.row.id),
    );
    return { result: { problems: made.length }, trace: { subject: 'demo', subjectId: v7(), after: { problems: made.length } } };
  },
);
const unsaid = { words: null, ownerUnitId: null, tier: null, dueOn: null, otherProjectId: null, otherId: null, toldBy: null };

/** Problems of the projects under way: most closed, some with their unit, some gone up, some waiting for the enterprise. */
export async function problemDemo(db: Db, units: ReadonlyMap<string, string>, keeper: Actor, now: Date): Promise<void> {
  await publishPreset(db, problemPreset, now);
  await raiseAll(db, { units, now }, keeper, now);
}
