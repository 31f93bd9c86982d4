import type { FastifyInstance } from 'fastify';
import { dayOf } from '../../kernel/day.ts';
import { mount } from '../../platform/http.ts';
import type { Jobs } from '../../platform/jobs.ts';
import { bringFile, discardImport, type ImportRoom, setSeverities, setUpImport, startCheck, startCommit } from './commands.ts';
import { importsContract } from './contract.ts';
import { getImport, kindOf, listImports, listKinds, listSeverities, readableBatch } from './queries.ts';
import { refusedFile } from './refused.ts';
import { groupFindings, listRows } from './row-queries.ts';
import { suggestSetup } from './suggestion.ts';
import { templateFile } from './template.ts';
import { compareVersions, listVersions } from './version-queries.ts';

type Parts = ImportRoom & { jobs: Jobs; now?: () => Date };

export function importsRoutes(app: FastifyInstance, { db, files, kinds, jobs, now = () => new Date() }: Parts) {
  const room = { db, files, kinds };
  mount(app, 'imports', importsContract, {
    kinds: (_, actor) => listKinds(db, kinds, actor),
    template: ({ params, query }, actor) => templateFile(db, kindOf(kinds, params.kind, actor), query.filled === 'yes', actor),
    upload: async ({ query, file }, actor) => getImport(db, (await bringFile(room, file, query.kind, actor, now())).id, kinds, actor),
    list: (input, actor) => listImports(db, input, kinds, actor),
    get: ({ params }, actor) => getImport(db, params.id, kinds, actor),
    sheet: async ({ params, query }, actor) => {
      const batch = await readableBatch(db, params.id, kinds, actor);
      const headerRows = query.headerRows?.split(',').map(Number);
      return suggestSetup(
        db,
        files,
        batch,
        kindOf(kinds, batch.kind, actor),
        { sheet: query.sheet, headerRows, isFresh: query.remembered === 'no' },
        actor,
      );
    },
    setUp: async ({ params, body }, actor) => {
      await setUpImport(room, params.id, body, actor, now());
      return getImport(db, params.id, kinds, actor);
    },
    check: ({ params }, actor) => startCheck(db, { ...params, jobs, kinds }, actor, now()),
    findings: async ({ params }, actor) => groupFindings(db, await readableBatch(db, params.id, kinds, actor)),
    rows: async ({ params, query }, actor) => listRows(db, await readableBatch(db, params.id, kinds, actor), { query }),
    refused: async ({ params, query }, actor) => {
      const batch = await readableBatch(db, params.id, kinds, actor);
      return refusedFile(db, files, batch, kindOf(kinds, batch.kind, actor), query.language);
    },
    original: async ({ params }, actor) => {
      const { fileName, fileSha256 } = await readableBatch(db, params.id, kinds, actor);
      return { filename: fileName, contentType: 'application/octet-stream', body: await files.open(fileSha256) };
    },
    versions: ({ params }, actor) => listVersions(db, params.id, kinds, actor),
    compare: ({ params, query }, actor) => compareVersions(db, { ...params, ...query }, kinds, actor),
    commit: ({ params, body }, actor) => startCommit(db, { ...params, jobs, kinds, answer: body }, actor, now()),
    discard: ({ params }, actor) => discardImport(db, { ...params, kinds }, actor, now()),
    severities: (_, actor) => listSeverities(db, dayOf(now()), actor),
    setSeverities: ({ body }, actor) => setSeverities(db, body, actor, now()),
  });
}
