import type { FastifyInstance } from 'fastify';
import { dayOf } from '../../kernel/day.ts';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { askedOf, bulkUpdate, addCode, addNote, createProject, restateProject, updateProject, removeView, saveView } from './commands.ts';
import { bulkMove } from './bulk-move-commands.ts';
import { judgeChanges, outcomesOf } from './change-queries.ts';
import { recordDate } from './date-commands.ts';
import { authoritiesOn, projectDates } from './date-queries.ts';
import { projectsContract } from './contract.ts';
import { exportProjects, projectTemplate } from './export-queries.ts';
import { publishGate } from './gate-commands.ts';
import { type GatePermits, gateShortfall, gateVersions } from './gate-queries.ts';
import { getProject, type HistoryPart, projectHistory } from './page-queries.ts';
import { linkEnterprises } from './enterprise-commands.ts';
import { projectsOfEnterprise } from './enterprise-queries.ts';
import { listProjects } from './list-queries.ts';
import { decideProposal, exitProject, moveProject, proposeMove, reopenProject } from './move-commands.ts';
import { judgeMoves, moveOutcomeOf } from './move-queries.ts';
import { type FactsOf, listViews, requirements } from './queries.ts';

type Parts = { db: Db; factsOf: FactsOf; gatePermits: GatePermits; historyParts?: readonly HistoryPart[]; now?: () => Date };

export function projectsRoutes(app: FastifyInstance, { db, factsOf, gatePermits, historyParts = [], now = () => new Date() }: Parts) {
  const [move, propose, decide, moveMany] = [moveProject(factsOf), proposeMove(factsOf), decideProposal(factsOf), bulkMove(factsOf)];
  const publish = publishGate(gatePermits);
  mount(app, 'projects', projectsContract, {
    list: ({ query }, actor) => listProjects(db, query, actor),
    export: ({ query }, actor) => exportProjects(db, query, actor, now()),
    template: ({ query }) => projectTemplate(query.language, query.amountUnit),
    gate: () => gateVersions(db, gatePermits, now()),
    previewGate: ({ body: { rows, effectiveFrom } }) => gateShortfall(db, { rows }, effectiveFrom, gatePermits),
    publishGate: ({ body: { rows, ...draft } }, actor) => publish(db, { ...draft, rules: { rows } }, actor, now()),
    requirements: () => requirements(db, dayOf(now())),
    bulkPreview: async ({ body }, actor) => {
      const judged = await judgeChanges(db, askedOf(body), { actor, now: now(), restating: body.reason !== undefined });
      return { items: outcomesOf(judged, actor) };
    },
    bulkMovePreview: async ({ body }, actor) => {
      const planned = await judgeMoves(db, body, factsOf, { actor, now: now() });
      return { items: planned.map(moveOutcomeOf({ actor })) };
    },
    bulkMove: ({ body }, actor) => moveMany(db, body, actor, now()),
    bulk: ({ body }, actor) => bulkUpdate(db, body, actor, now()),
    create: ({ body }, actor) => createProject(db, body, actor, now()),
    get: ({ params }, actor) => getProject(db.kept, params.id, actor, factsOf, now()),
    history: ({ params }, actor) => projectHistory(db, params.id, actor, historyParts),
    update: ({ params, body }, actor) => updateProject(db, { ...params, ...body }, actor, now()),
    restate: ({ params, body }, actor) => restateProject(db, { ...params, ...body }, actor, now()),
    linkEnterprises: ({ params, body }, actor) => linkEnterprises(db, { ...params, ...body }, actor, now()),
    byEnterprise: ({ params }, actor) => projectsOfEnterprise(db, params.id, actor),
    move: ({ params, body }, actor) => move(db, { ...params, ...body }, actor, now()),
    propose: ({ params, body }, actor) => propose(db, { ...params, ...body }, actor, now()),
    decide: ({ params, body }, actor) => decide(db, { ...params, ...body }, actor, now()),
    exit: ({ params, body }, actor) => exitProject(db, { ...params, ...body }, actor, now()),
    reopen: ({ params, body }, actor) => reopenProject(db, { ...params, ...body }, actor, now()),
    addCode: ({ params, body }, actor) => addCode(db, { ...params, ...body }, actor, now()),
    addNote: ({ params, body }, actor) => addNote(db, { ...params, ...body }, actor, now()),
    dates: ({ params }, actor) => projectDates(db, params.id, actor, now()),
    recordDate: ({ params, body }, actor) => recordDate(db, { ...params, ...body }, actor, now()),
    authorities: async () => ({ items: await authoritiesOn(db, dayOf(now())) }),
    views: ({ query }, actor) => listViews(db, query.list, actor),
    saveView: ({ body }, actor) => saveView(db, body, actor, now()),
    removeView: ({ params }, actor) => removeView(db, params, actor, now()),
  });
}
