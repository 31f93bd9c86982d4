import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { basisVersions, listBases } from './basis-queries.ts';
import { addBasis } from './basis-commands.ts';
import { giveVerdicts, publishBases, publishRecognition } from './commands.ts';
import { giveOpinion, submitClaim, submitClaimAgain } from './claim-commands.ts';
import { claimable, claimView, listClaims } from './claim-queries.ts';
import { resolveFlag } from './flag-commands.ts';
import { listFlags } from './flag-queries.ts';
import { recognitionContract } from './contract.ts';
import { exportReconciliation } from './export-queries.ts';
import { listJudged, verdictHistory } from './queries.ts';
import { differencesOf, reconciliation } from './reconcile-queries.ts';
import { rulesOf, tryRule } from './rule-queries.ts';

export function recognitionRoutes(app: FastifyInstance, { db, now = () => new Date() }: { db: Db; now?: () => Date }) {
  mount(app, 'recognition', recognitionContract, {
    bases: (_, actor) => listBases(db, actor, now()),
    basisVersions: (_, actor) => basisVersions(db, actor, now()),
    addBasis: ({ body }, actor) => addBasis(db, body, actor, now()),
    publishBases: ({ body }, actor) => publishBases(db, body, actor, now()),
    arrivals: ({ query }, actor) => listJudged(db, query, actor, now()),
    history: ({ params }, actor) => verdictHistory(db, params.id, params.entryId, actor),
    give: ({ body }, actor) => giveVerdicts(db, body, actor, now()),
    reconciliation: ({ query }, actor) => reconciliation(db, query, actor),
    differences: ({ query }, actor) => differencesOf(db, query, actor),
    exportReconciliation: ({ query }, actor) => exportReconciliation(db, query, actor, now()),
    claims: ({ query }, actor) => listClaims(db, query, actor),
    claimable: ({ query }, actor) => claimable(db, query, actor, now()),
    claim: ({ params }, actor) => claimView(db, params.id, actor, now()),
    submitClaim: ({ body }, actor) => submitClaim(db, body, actor, now()),
    submitClaimAgain: ({ params, body }, actor) => submitClaimAgain(db, { ...params, ...body }, actor, now()),
    opine: ({ params, body }, actor) => giveOpinion(db, { ...params, ...body }, actor, now()),
    flags: ({ query }, actor) => listFlags(db, query, actor),
    resolveFlag: ({ params, body }, actor) =>
      resolveFlag(db, { projectId: params.id, flagId: params.flagId, reason: body.reason }, actor, now()),
    rules: ({ params }, actor) => rulesOf(db, params.basis, actor),
    publish: ({ params, body }, actor) => publishRecognition(db, { ...params, ...body }, actor, now()),
    trial: ({ params, body }, actor) => tryRule(db, params.basis, body.body, actor),
  });
}
