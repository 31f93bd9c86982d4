import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { exceptProject, submitReport, submitUnchanged } from './commands.ts';
import { progressContract } from './contract.ts';
import { acceptReports, returnReport } from './decision-commands.ts';
import { exportReports } from './export-queries.ts';
import { listReports } from './list-queries.ts';
import { completeness, reportForm, reportsOfProject } from './queries.ts';
import { publishReportRules } from './rule-commands.ts';
import { listReportRules } from './rule-queries.ts';

export function progressRoutes(app: FastifyInstance, { db, now }: { db: Db; now: () => Date }) {
  mount(app, 'progress', progressContract, {
    list: ({ query }, actor) => listReports(db, query, actor, now()),
    completeness: ({ query }, actor) => completeness(db, query.month, actor, now()),
    ofProject: ({ params }, actor) => reportsOfProject(db, params.id, actor, now()),
    form: ({ params, query }, actor) => reportForm(db, { id: params.id, month: query.month }, actor, now()),
    submit: ({ params, body }, actor) => {
      const { civilFen, installationFen, equipmentFen, otherFen, oldBuildingFen, landFen, ...rest } = body;
      const money = { civilFen, installationFen, equipmentFen, otherFen, oldBuildingFen, landFen };
      return submitReport(db, { ...rest, projectId: params.id, money: rest.isUnchanged ? null : money }, actor, now());
    },
    unchanged: ({ body }, actor) => submitUnchanged(db, body, actor, now()),
    accept: ({ body }, actor) => acceptReports(db, body, actor, now()),
    sendBack: ({ params, body }, actor) => returnReport(db, { projectId: params.id, id: params.entryId, ...body }, actor, now()),
    exportList: ({ query }, actor) => exportReports(db, query, actor, now()),
    rules: (_, actor) => listReportRules(db, actor, now()),
    publish: ({ body }, actor) => publishReportRules(db, body, actor, now()),
    except: ({ params, body }, actor) => exceptProject(db, { id: params.id, ...body }, actor, now()),
  });
}
