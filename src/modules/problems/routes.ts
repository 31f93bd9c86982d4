import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { publishProblemRules, recordProblem } from './commands.ts';
import { problemsContract } from './contract.ts';
import { problemOf, problemsOfProject } from './detail-queries.ts';
import { exportProblems } from './export-queries.ts';
import { listProblems, problemBoard, problemFigures } from './queries.ts';
import { raiseProblem } from './raise-commands.ts';
import { listProblemRules } from './rule-queries.ts';

export function problemsRoutes(app: FastifyInstance, { db, now }: { db: Db; now: () => Date }) {
  const place = ({ id, entryId }: { id: string; entryId: string }) => ({ projectId: id, id: entryId });
  mount(app, 'problems', problemsContract, {
    list: ({ query }, actor) => listProblems(db, query, actor, now()),
    board: ({ query }, actor) => problemBoard(db, query, actor, now()),
    figures: (_, actor) => problemFigures(db, actor, now()),
    exportList: ({ query }, actor) => exportProblems(db, query, actor, now()),
    ofProject: ({ params }, actor) => problemsOfProject(db, params.id, actor, now()),
    raise: ({ params, body }, actor) => raiseProblem(db, { projectId: params.id, ...body }, actor, now()),
    get: ({ params }, actor) => problemOf(db, place(params), actor, now()),
    record: ({ params, body }, actor) => recordProblem(db, { place: place(params), event: body }, actor, now()),
    rules: (_, actor) => listProblemRules(db, actor, now()),
    publish: ({ body }, actor) => publishProblemRules(db, body, actor, now()),
  });
}
