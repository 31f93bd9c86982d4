import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { changeProjects, recordGrid } from './commands.ts';
import { gridsContract } from './contract.ts';
import { checkEdits, openProjectGrid, type ProjectFields } from './project-queries.ts';
import { checkGrid, type EntryKinds, gridFields } from './queries.ts';

export type GridRoom = Readonly<{ kinds: EntryKinds; projectFields: ProjectFields }>;
type Parts = GridRoom & { db: Db; now?: () => Date };

export function gridsRoutes(app: FastifyInstance, { db, kinds, projectFields, now = () => new Date() }: Parts) {
  const [record, change] = [recordGrid(kinds), changeProjects(projectFields)];
  mount(app, 'grids', gridsContract, {
    projects: ({ body }, actor) => openProjectGrid(db, projectFields, body.ids, { actor, now: now() }),
    checkProjects: ({ body }, actor) => checkEdits(db, projectFields, body.rows, { actor, now: now() }),
    changeProjects: ({ body }, actor) => change(db, body, actor, now()),
    fields: ({ params }, actor) => gridFields(db, kinds, params.kind, actor),
    check: ({ params, body }, actor) => checkGrid(db, kinds, { ...params, ...body }, { actor, now: now() }),
    record: ({ params, body }, actor) => record(db, { ...params, ...body }, actor, now()),
  });
}
