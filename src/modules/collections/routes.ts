import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { appraise, chaseUnits, closeCollection, decideCollection, issueCollection, keepField } from './commands.ts';
import { collectionsContract } from './contract.ts';
import { askableFields, burdenOf, exportCollection, getCollection, getSheet, listCollections } from './queries.ts';
import { extendSheet, saveSheet, sendBackSheet, submitSheet } from './sheet-commands.ts';

export function collectionsRoutes(app: FastifyInstance, { db, now = () => new Date() }: { db: Db; now?: () => Date }) {
  mount(app, 'collections', collectionsContract, {
    list: (input, actor) => listCollections(db, input, actor, now()),
    fields: (input) => askableFields(db, input),
    burden: ({ query }, actor) => burdenOf(db, query.year, actor),
    check: ({ body }, actor) => appraise(db, body, actor, now()),
    issue: ({ body }, actor) => issueCollection(db, body, actor, now()),
    get: ({ params, query }, actor) => getCollection(db, { ...params, ...query }, actor, now()),
    decide: ({ params, body }, actor) => decideCollection(db, { ...params, ...body }, actor, now()),
    chase: ({ params }, actor) => chaseUnits(db, params, actor, now()),
    close: ({ params, body }, actor) => closeCollection(db, { ...params, ...body }, actor, now()),
    export: ({ params, query }, actor) => exportCollection(db, { ...params, ...query }, actor, now()),
    keep: ({ params, body }, actor) => keepField(db, { ...params, ...body }, actor, now()),
    sheet: ({ params, query }, actor) => getSheet(db, { ...params, ...query }, actor, now()),
    save: ({ params, body }, actor) => saveSheet(db, { ...params, ...body }, actor, now()),
    submit: ({ params, body }, actor) => submitSheet(db, { ...params, ...body }, actor, now()),
    sendBack: ({ params, body }, actor) => sendBackSheet(db, { ...params, ...body }, actor, now()),
    extend: ({ params, body }, actor) => extendSheet(db, { ...params, ...body }, actor, now()),
  });
}
