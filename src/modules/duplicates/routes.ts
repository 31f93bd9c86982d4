import type { FastifyInstance } from 'fastify';
import { dayOf } from '../../kernel/day.ts';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { matchesOf, rulesOn, toldOf } from './candidate-queries.ts';
import { ruleCase } from './case-commands.ts';
import { getCase, listCases } from './case-queries.ts';
import { duplicatesContract } from './contract.ts';
import { askMerger, carryOutMerger, consentMerger, undoMerger } from './merger-commands.ts';
import { listMergers, previewMerger } from './merger-queries.ts';

type Parts = { db: Db; now?: () => Date };
const unknown = {
  investorName: null,
  investorUscc: null,
  investorId: null,
  industryCode: null,
  totalFen: null,
  contactPhone: null,
  place: null,
  cityCodes: [],
};

export function duplicatesRoutes(app: FastifyInstance, { db, now = () => new Date() }: Parts) {
  mount(app, 'duplicates', duplicatesContract, {
    check: async ({ body }, actor) => {
      const rules = await rulesOn(db, dayOf(now()));
      const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
      const [found] = body.name ? await matchesOf(db, [{ ...unknown, ...given, name: body.name }], rules) : [[]];
      return toldOf(found!, rules, actor);
    },
    pool: (asked, actor) => listCases(db, asked, actor, now()),
    case: ({ params }, actor) => getCase(db, params.id, params.entryId, actor, now()),
    rule: ({ params, body }, actor) => ruleCase(db, { projectId: params.id, caseId: params.entryId, ...body }, actor, now()),
    previewMerger: ({ body }, actor) => previewMerger(db, body, actor),
    askMerger: ({ body }, actor) => askMerger(db, body, actor, now()),
    mergers: async ({ query }, actor) => ({ items: await listMergers(db, query, actor) }),
    consentMerger: ({ params, body }, actor) => consentMerger(db, { ...params, ...body }, actor, now()),
    carryOutMerger: ({ params }, actor) => carryOutMerger(db, params, actor, now()),
    undoMerger: ({ params, body }, actor) => undoMerger(db, { ...params, ...body }, actor, now()),
  });
}
