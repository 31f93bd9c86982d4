import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import type { FileStore } from '../../platform/files.ts';
import { allowedExtensions } from '../../platform/files-type.ts';
import type { Scanner } from '../../platform/clamd.ts';
import { mount } from '../../platform/http.ts';
import { attachTo, retractEvidence, takeIn } from './commands.ts';
import { evidenceContract } from './contract.ts';
import { assertReadable, downloadEvidence, isFileUsed, listEvidence, sameFileElsewhere, type SubjectAccess } from './queries.ts';

type Parts = { db: Db; files: FileStore; access: SubjectAccess; maxBytes: number; scanner?: Scanner | null; now?: () => Date };

export function evidenceRoutes(app: FastifyInstance, { db, files, access, maxBytes, scanner = null, now = () => new Date() }: Parts) {
  const attach = attachTo(access);
  const retract = retractEvidence(access);
  mount(app, 'evidence', evidenceContract, {
    limits: () => ({ maxBytes, extensions: allowedExtensions }),
    list: ({ query }, actor) => listEvidence(db, access, query, actor),
    attach: async ({ query, file }, actor) => {
      // Before the file is kept: who may not see the subject cannot fill the store for it.
      await assertReadable(db, access, query, actor);
      const { uploadId, sha256 } = await takeIn({ db, files, maxBytes, scanner }, file, actor, now());
      const { ids } = await attach(db, { ...query, uploadIds: [uploadId] }, actor, now());
      return { id: ids[0]!, sameFile: await sameFileElsewhere(db, access, sha256, query, actor) };
    },
    upload: async ({ file }, actor) => {
      const taken = await takeIn({ db, files, maxBytes, scanner }, file, actor, now());
      return { ...taken, isUsedElsewhere: await isFileUsed(db, taken.sha256) };
    },
    download: ({ params }, actor) => downloadEvidence(db, files, access, params.id, actor),
    retract: ({ params, body }, actor) => retract(db, { ...params, ...body }, actor, now()),
  });
}
