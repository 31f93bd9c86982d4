import type { FastifyInstance } from 'fastify';
import type { Config } from '../../platform/config.ts';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { chooseNotices, dismissNotice, readNotices } from './commands.ts';
import { noticesContract } from './contract.ts';
import { retryDelivery } from './delivery-commands.ts';
import { choicesOf, countUnread, listDeliveries, listNotices, listRobots, type ProjectNames } from './queries.ts';
import { addRobot, editRobot, tryRobot } from './robot-commands.ts';

type Parts = { db: Db; config: Pick<Config, 'mail' | 'robotLoopback'>; projectNames: ProjectNames; now?: () => Date };

export function noticesRoutes(app: FastifyInstance, { db, config, projectNames, now = () => new Date() }: Parts) {
  const [add, edit] = [addRobot(config.robotLoopback), editRobot(config.robotLoopback)];
  const hasMail = config.mail !== null;
  mount(app, 'notices', noticesContract, {
    list: (input, actor) => listNotices(db, input, actor, projectNames),
    unread: async (_, actor) => ({ unread: await countUnread(db, actor) }),
    read: ({ body }, actor) => readNotices(db, body, actor, now()),
    dismiss: ({ params }, actor) => dismissNotice(db, params, actor, now()),
    choices: (_, actor) => choicesOf(db, actor, hasMail),
    choose: async ({ body }, actor) => {
      await chooseNotices(db, body, actor, now());
      return choicesOf(db, actor, hasMail);
    },
    robots: (_, actor) => listRobots(db, actor, hasMail),
    addRobot: ({ body }, actor) => add(db, body, actor, now()),
    editRobot: ({ params, body }, actor) => edit(db, { ...params, ...body }, actor, now()),
    tryRobot: ({ params }, actor) => tryRobot(db, params.id, actor, now()),
    deliveries: (input) => listDeliveries(db, input),
    retry: ({ params }, actor) => retryDelivery(db, params, actor, now()),
  });
}
