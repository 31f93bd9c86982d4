import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { dismissReminder } from './commands.ts';
import { remindersContract } from './contract.ts';
import { listReminders } from './queries.ts';
import { chooseReminders, publishFloor, publishReminderRules } from './settings-commands.ts';
import { choicesOf, listReminderRules } from './settings-queries.ts';

export function remindersRoutes(app: FastifyInstance, { db, now }: { db: Db; now: () => Date }) {
  mount(app, 'reminders', remindersContract, {
    list: ({ query }, actor) => listReminders(db, query, actor),
    choices: (_, actor) => choicesOf(db, actor, now()),
    choose: ({ body }, actor) => chooseReminders(db, body, actor, now()),
    rules: ({ query }, actor) => listReminderRules(db, query.unit ?? null, actor, now()),
    publish: ({ body }, actor) => publishReminderRules(db, body, actor, now()),
    floor: ({ params, body }, actor) => publishFloor(db, { ...params, ...body }, actor, now()),
    dismiss: ({ params }, actor) => dismissReminder(db, params, actor, now()),
  });
}
