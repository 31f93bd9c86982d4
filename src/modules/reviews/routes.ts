import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { addSigner, passReview, returnReview, transferReview, withdrawReview } from './commands.ts';
import { reviewsContract } from './contract.ts';
import { endDeputy, setDeputy } from './deputy-commands.ts';
import { publishFlow } from './flow-commands.ts';
import { listFlows } from './flow-queries.ts';
import { getReview, listDeputies, myReviews, type ProjectNames, reviewOf } from './queries.ts';

type Parts = { db: Db; projectNames: ProjectNames; now?: () => Date };

export function reviewsRoutes(app: FastifyInstance, { db, projectNames, now = () => new Date() }: Parts) {
  mount(app, 'reviews', reviewsContract, {
    flows: (_, actor) => listFlows(db, actor, now()),
    publishFlow: ({ params, body }, actor) => publishFlow(db, { ...params, ...body }, actor, now()),
    mine: async ({ query }, actor) => ({ items: await myReviews(db, query.what, actor, now(), projectNames) }),
    of: ({ query }, actor) => reviewOf(db, query, actor, now(), projectNames),
    deputies: (_, actor) => listDeputies(db, actor, now()),
    setDeputy: ({ body }, actor) => setDeputy(db, body, actor, now()),
    endDeputy: ({ params }, actor) => endDeputy(db, params, actor, now()),
    get: ({ params }, actor) => getReview(db, params.id, actor, now(), projectNames),
    pass: ({ params, body }, actor) => passReview(db, { ...params, ...body }, actor, now()),
    sendBack: ({ params, body }, actor) => returnReview(db, { ...params, ...body }, actor, now()),
    passOn: ({ params, body }, actor) => transferReview(db, { ...params, ...body }, actor, now()),
    addSigner: ({ params, body }, actor) => addSigner(db, { ...params, ...body }, actor, now()),
    withdraw: ({ params, body }, actor) => withdrawReview(db, { ...params, ...body }, actor, now()),
  });
}
