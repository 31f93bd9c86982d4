import { eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Actor } from '../../kernel/actor.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import type { Db, Tx } from '../../platform/db.ts';
import { unitTree } from '../identity/queries.ts';
import type { RobotKind } from './domain/robot-kind.ts';
import { check } from './policy.ts';
import { robotAddress, tellRobot } from './robot.ts';
import { type DeliveryError, noticeRobot } from './tables.ts';

type Fields = { name: string; kind: RobotKind; unitId: string };
const checkUnit = async (tx: Tx, unitId: string) => {
  if (!(await unitTree(tx)).some((u) => u.id === unitId)) throw refuse('not_found', 'unit.unknown', { field: 'unitId', id: unitId });
};

/** A robot of a group chat. Neither its address nor its secret goes into the trace. Refuses: robot.address, unit.unknown. */
export const addRobot = (allowLoopback: boolean) =>
  command('robot.add', async (tx, input: Fields & { url: string; secret: string | null }, { actor, now }) => {
    settle(check('editRobots', actor));
    const { url, secret, ...fields } = input;
    await checkUnit(tx, fields.unitId);
    const id = v7();
    await tx.insert(noticeRobot).values({ id, ...fields, url: settle(robotAddress(url, allowLoopback)), secret, createdAt: now });
    return { result: { id }, trace: { subject: 'notice_robot', subjectId: id, after: { ...fields, host: new URL(url).host } } };
  });

type Edit = Fields & { id: string; version: number; isActive: boolean; url?: string | undefined; secret?: string | null | undefined };
/** Changes a robot; an address or secret that is not given stays. Refuses: robot.unknown, robot.changed_meanwhile, robot.address, unit.unknown. */
export const editRobot = (allowLoopback: boolean) =>
  command('robot.edit', async (tx, { id, version: seen, url, secret, ...fields }: Edit, { actor }) => {
    settle(check('editRobots', actor));
    const [row] = await tx.select().from(noticeRobot).where(eq(noticeRobot.id, id)).for('update');
    if (!row) throw refuse('not_found', 'robot.unknown', { id });
    if (row.version !== seen) throw refuse('conflict', 'robot.changed_meanwhile', { version: row.version });
    await checkUnit(tx, fields.unitId);
    const address = url === undefined ? row.url : settle(robotAddress(url, allowLoopback));
    const version = row.version + 1;
    await tx
      .update(noticeRobot)
      .set({ ...fields, url: address, secret: secret === undefined ? row.secret : secret, version })
      .where(eq(noticeRobot.id, id));
    const { name, kind, unitId, isActive } = row;
    const before = { name, kind, unitId, isActive, host: new URL(row.url).host };
    const after = { ...fields, host: new URL(address).host, hasNewSecret: secret !== undefined };
    return { result: { version }, trace: { subject: 'notice_robot', subjectId: id, before, after } };
  });

const noteTrial = command('robot.try', async (tx, { id }: { id: string }, { actor }) => {
  settle(check('editRobots', actor));
  const [row] = await tx.select().from(noticeRobot).where(eq(noticeRobot.id, id));
  if (!row) throw refuse('not_found', 'robot.unknown', { id });
  return { result: row, trace: { subject: 'notice_robot', subjectId: id } };
});

/** Sends a trial text at once and says how the robot answered. Refuses robot.unknown. */
export async function tryRobot(db: Db, id: string, actor: Actor, now: Date): Promise<{ error: DeliveryError | null }> {
  const robot = await noteTrial(db, { id }, actor, now);
  return { error: await tellRobot(robot, '【筑巢】试发：收到本条即表示通知可以送达本群。', now) };
}
