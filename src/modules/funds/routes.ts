import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { correctAgreement, recordAgreement, reverseAgreement } from './agreement-commands.ts';
import { correctArrival, recordArrival, reverseArrival } from './arrival-commands.ts';
import { fundsContract } from './contract.ts';
import { correctInvestment, recordInvestment, reverseInvestment } from './investment-commands.ts';
import { listAgreements, listArrivals, listInvestments } from './list-queries.ts';
import { exportAgreements, exportArrivals, exportInvestments } from './export-queries.ts';
import { fundsOfProject } from './queries.ts';

type Entry<B> = { params: { id: string; entryId: string }; body: B };
const wanted = <B>({ params, body }: Entry<B>) => ({ ...body, projectId: params.id, id: params.entryId });

export function fundsRoutes(app: FastifyInstance, { db, now = () => new Date() }: { db: Db; now?: () => Date }) {
  mount(app, 'funds', fundsContract, {
    ofProject: ({ params }, actor) => fundsOfProject(db.kept, params.id, actor),
    recordAgreement: ({ params, body }, actor) => recordAgreement(db, { ...body, projectId: params.id }, actor, now()),
    recordArrival: ({ params, body }, actor) => recordArrival(db, { ...body, projectId: params.id }, actor, now()),
    recordInvestment: ({ params, body }, actor) => recordInvestment(db, { ...body, projectId: params.id }, actor, now()),
    reverseAgreement: (input, actor) => reverseAgreement(db, wanted(input), actor, now()),
    reverseArrival: (input, actor) => reverseArrival(db, wanted(input), actor, now()),
    reverseInvestment: (input, actor) => reverseInvestment(db, wanted(input), actor, now()),
    correctAgreement: (input, actor) => correctAgreement(db, wanted(input), actor, now()),
    correctArrival: (input, actor) => correctArrival(db, wanted(input), actor, now()),
    correctInvestment: (input, actor) => correctInvestment(db, wanted(input), actor, now()),
    agreements: ({ query }, actor) => listAgreements(db, query, actor),
    arrivals: ({ query }, actor) => listArrivals(db, query, actor),
    investments: ({ query }, actor) => listInvestments(db, query, actor),
    exportAgreements: ({ query }, actor) => exportAgreements(db, query, actor, now()),
    exportArrivals: ({ query }, actor) => exportArrivals(db, query, actor, now()),
    exportInvestments: ({ query }, actor) => exportInvestments(db, query, actor, now()),
  });
}
