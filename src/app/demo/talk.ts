import type { Actor } from '../../kernel/actor.ts';
import type { Db } from '../../platform/db.ts';
import { watchProject, writeComment } from '../../modules/comments/commands.ts';
import { actorByLogin } from '../../modules/identity/queries.ts';
import { evidenceAccess } from '../wiring.ts';
import type { PlannedProject } from './plan.ts';

type Known = Readonly<{ plan: PlannedProject; id: string }>;
const asks = ['到位资金进账单请在本周内补齐。', '开工手续办到哪一步了？请更新进展。', '下月调度会要用，请核对计划竣工时间。'];
const answers = ['进账单已向企业催要，周五前上传。', '施工许可已受理，预计月底取得。', '已与企业核实，按原计划竣工。'];

/** The bureau asks about projects of the township and the zone that have accounts, and they answer: desks and inboxes are not empty. */
export async function talkAbout(db: Db, known: readonly Known[], keeper: Actor, now: Date): Promise<void> {
  const write = writeComment(evidenceAccess.mayRead);
  const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
  for (const [login, code] of [
    ['qingsui', 'QW-X01'],
    ['kaifaqu', 'QW-Y01'],
  ] as const) {
    const clerk = (await actorByLogin(db, login))!;
    const own = known
      .filter(({ plan }) => plan.unitCode === code && plan.person === 0 && plan.signedMonth && !plan.side)
      .slice(-asks.length);
    for (const [i, { id }] of own.entries()) {
      await watchProject(db, { id, isWatching: true }, clerk, ago(72));
      await watchProject(db, { id, isWatching: true }, keeper, ago(72));
      await write(db, { id, body: asks[i]!, mentions: [clerk.id], subject: 'project' }, keeper, ago(30 - i * 8));
      if (i < asks.length - 1)
        await write(db, { id, body: answers[i]!, mentions: [keeper.id], subject: 'project' }, clerk, ago(20 - i * 8));
    }
  }
}
