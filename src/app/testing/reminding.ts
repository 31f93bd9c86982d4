import type { Actor, Role } from '../../kernel/actor.ts';
import { addDays } from '../../kernel/day.ts';
import { milestonePresets } from '../../modules/milestones/domain/preset.ts';
import { makePlan, recordActual } from '../../modules/milestones/plan-commands.ts';
import { listNotices } from '../../modules/notices/queries.ts';
import { permitPresets } from '../../modules/permits/domain/preset.ts';
import { problemPreset } from '../../modules/problems/domain/rule.ts';
import { namesOfProjects } from '../../modules/projects/queries.ts';
import { product, publishPreset } from '../../modules/reference/commands.ts';
import { remind } from '../../modules/reminders/commands.ts';
import { reminderPreset } from '../../modules/reminders/domain/rule.ts';
import { listReminders } from '../../modules/reminders/queries.ts';
import { reminderFeed } from '../wiring.ts';
import { openLedger } from './ledger.ts';
import { projectAt } from './standing.ts';

/** A moment of a day in Shanghai. */
export const at = (day: string, hour = '00:00') => new Date(`${day}T${hour}:00+08:00`);
/** When the projects were entered. */
export const made = at('2026-06-10');

/** A district in which people are reminded, and what is needed to see whom of what. */
export async function openReminding() {
  const t = await openLedger(made);
  const { db, pool, units, everyone } = t;
  const bureau = everyone.promotion_admin;
  for (const preset of [...milestonePresets, ...permitPresets, problemPreset, reminderPreset]) await publishPreset(db, preset);

  /** A person whom the database knows with this role, of the section unless said otherwise. */
  const someone = async (role: Role, unit = units.section): Promise<Actor> => {
    const who = await t.person(unit, role);
    await pool.query("insert into person_role (person_id, role_class, role, granted_at) values ($1, 'business', $2, now())", [
      who.id,
      role,
    ]);
    return who;
  };
  const head = await someone('unit_head');
  let serial = 0;
  /** A project kept by somebody of its own. */
  const plainProject = async (stage: 'signed' | 'building', keeper?: Actor) => {
    const owner = keeper ?? (await someone('promoter'));
    const name = `提醒项目${String(++serial)}`;
    return { name, owner, id: await projectAt(t, stage, made, { name, investorName: name, personId: owner.id }) };
  };
  /** The same with one milestone open: its contract, due on a day. */
  const aProject = async (dueOn: string, keeper?: Actor) => {
    const one = await plainProject('signed', keeper);
    const plan = { class: 'equipment', promisedOn: '2026-12-31', nodes: null, insteadOf: null, reason: null } as const;
    await makePlan(db, { projectId: one.id, ...plan }, bureau, made);
    await leaveOne(one.id, dueOn);
    return one;
  };
  const days = new Map<string, string>();
  /** Of the plan only its contract is looked at, due on that day. */
  const leaveOne = async (id: string, dueOn: string) => {
    days.set(id, dueOn);
    await pool.query("delete from milestone_standing where project_id = $1 and key <> 'contract'", [id]);
    await pool.query('update milestone_standing set finish_on = $2 where project_id = $1', [id, dueOn]);
  };
  const run = (day: string, hour?: string) => remind(db, reminderFeed, product, at(day, hour));
  const runThrough = async (from: string, to: string) => {
    for (let day = from; day <= to; day = addDays(day, 1)) await run(day);
  };
  /** What was told to somebody of a project, whether it stands or not. */
  const toldTo = async (who: Actor, projectId: string) => {
    const query = 'select step, told_on as "toldOn" from reminder where person_id = $1 and project_id = $2 order by told_on, id';
    const { rows } = await pool.query<{ step: string; toldOn: string }>(query, [who.id, projectId]);
    return rows.map((r) => `${r.step} ${r.toldOn}`);
  };
  const standing = async (who: Actor) => (await listReminders(db, { page: 1, size: 200 }, who)).items;
  const notices = async (who: Actor) =>
    (await listNotices(db, { query: { unread: false, group: 'reminder', page: 1, size: 200 } }, who, namesOfProjects)).items;
  const record = async (id: string, kind: 'started' | 'finished', happenedOn: string, now: Date) => {
    const said = { key: 'contract', kind, happenedOn, insteadOf: null, reason: null, remark: null, uploadIds: [] };
    await recordActual(db, { projectId: id, ...said }, bureau, now);
    await leaveOne(id, days.get(id)!);
  };
  return { ...t, bureau, head, someone, plainProject, aProject, run, runThrough, toldTo, standing, notices, record };
}
