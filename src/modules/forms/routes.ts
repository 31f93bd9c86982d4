import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import type { FileStore } from '../../platform/files.ts';
import { mount } from '../../platform/http.ts';
import { bindForm, bringForm, fillFormFor, replaceFormFile, setFormActive } from './commands.ts';
import { formsContract } from './contract.ts';
import { listFields } from './list-queries.ts';
import { downloadFilling, downloadForm, getFilling, getForm, listFillings, listForms, suggestionsFor } from './queries.ts';

export function formsRoutes(app: FastifyInstance, { db, files, now = () => new Date() }: { db: Db; files: FileStore; now?: () => Date }) {
  const [bind, fill] = [bindForm(files), fillFormFor(files)];
  mount(app, 'forms', formsContract, {
    list: (input, actor) => listForms(db, input, actor),
    fields: () => listFields(),
    bring: ({ query, file }, actor) => bringForm({ db, files }, file, query.name, actor, now()),
    get: ({ params }, actor) => getForm(db, files, params.id, actor),
    file: ({ params }, actor) => downloadForm(db, files, params.id, actor),
    suggestions: ({ params }, actor) => suggestionsFor(db, files, params.id, actor),
    bind: ({ params, body }, actor) => bind(db, { ...params, ...body }, actor, now()),
    replace: ({ params, query, file }, actor) => replaceFormFile({ db, files }, file, { ...params, ...query }, actor, now()),
    setActive: ({ params, body }, actor) => setFormActive(db, { ...params, ...body }, actor, now()),
    fill: ({ params, body }, actor) => fill(db, { ...params, ...body }, actor, now()),
    fillings: (input, actor) => listFillings(db, input, actor),
    filling: ({ params }, actor) => getFilling(db, files, params.id, actor),
    xlsx: ({ params }, actor) => downloadFilling(db, files, params.id, actor),
  });
}
