import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { addDictionaryEntry, addIndustry, editDictionaryEntry, setIndustryActive } from './commands.ts';
import { referenceContract } from './contract.ts';
import { findDivisions, readDivision } from './division-queries.ts';
import { findIndustries } from './industry-queries.ts';
import { listDictionaries, listRules } from './queries.ts';

export function referenceRoutes(app: FastifyInstance, { db, now = () => new Date() }: { db: Db; now?: () => Date }) {
  mount(app, 'reference', referenceContract, {
    divisions: (input) => findDivisions(db, input),
    division: ({ params, query }) => readDivision(db, params.code, query.year),
    industries: (input, actor) => findIndustries(db, input, actor),
    addIndustry: ({ body }, actor) => addIndustry(db, body, actor, now()),
    setIndustryActive: ({ params, body }, actor) => setIndustryActive(db, { ...params, ...body }, actor, now()),
    dictionaries: (_, actor) => listDictionaries(db, actor),
    addEntry: ({ params, body }, actor) => addDictionaryEntry(db, { ...params, ...body }, actor, now()),
    editEntry: ({ params, body }, actor) => editDictionaryEntry(db, { ...params, ...body }, actor, now()),
    rules: ({ params }) => listRules(db, params.kind),
  });
}
