import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import type { FileStore } from '../../platform/files.ts';
import { mount } from '../../platform/http.ts';
import { editBlocks, issuePaper, makePaper } from './commands.ts';
import { papersContract } from './contract.ts';
import { downloadPaper, getPaper, listPapers, makeableUnits } from './queries.ts';

type Parts = { db: Db; files: FileStore; now?: () => Date };

export function papersRoutes(app: FastifyInstance, { db, files, now = () => new Date() }: Parts) {
  const [make, edit] = [makePaper(files), editBlocks(files)];
  mount(app, 'papers', papersContract, {
    list: (input, actor) => listPapers(db, input, actor),
    units: (_, actor) => makeableUnits(db, actor),
    make: ({ body }, actor) => make(db, body, actor, now()),
    get: ({ params }, actor) => getPaper(db, params.id, actor),
    editBlocks: ({ params, body }, actor) => edit(db, { ...params, ...body }, actor, now()),
    issue: ({ params, body }, actor) => issuePaper(db, { ...params, ...body }, actor, now()),
    docx: ({ params }, actor) => downloadPaper(db, files, params.id, 'docx', actor),
    xlsx: ({ params }, actor) => downloadPaper(db, files, params.id, 'xlsx', actor),
  });
}
