import { randomUUID } from 'node:crypto';
import multipart from '@fastify/multipart';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type pg from 'pg';
import type { Actor } from '../kernel/actor.ts';
import { requestScope } from '../platform/command.ts';
import type { Config } from '../platform/config.ts';
import type { Db } from '../platform/db.ts';
import type { FileStore } from '../platform/files.ts';
import { refusals } from '../platform/http.ts';
import type { Jobs } from '../platform/jobs.ts';
import { actorOfToken } from '../modules/identity/queries.ts';
import { healthRoutes } from './health.ts';
import { pages } from './pages.ts';
import { rooms } from './rooms.ts';
import { refuseForeignWrites, secure } from './security.ts';

/** Everything the server is made of. Several servers on one database share nothing but these. */
export type Parts = { db: Db; pool: pg.Pool; config: Config; files: FileStore; jobs: Jobs; log: FastifyBaseLogger; now?: () => Date };

export const sessionCookie = 'zhuchao_session';

/** Builds the server without listening; tests talk to it in process. */
export async function buildServer(parts: Parts): Promise<FastifyInstance> {
  const { db, config, log, now = () => new Date() } = parts;
  const app = Fastify({
    loggerInstance: log,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy: config.trustProxy,
    bodyLimit: 4 * 1024 * 1024,
    forceCloseConnections: 'idle',
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('actor', null as unknown as Actor);
  await secure(app, 3000);
  await app.register(multipart, { limits: { files: 1, fileSize: config.uploadLimitBytes, fields: 20, fieldSize: 64 * 1024 } });
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: '筑巢 Zhuchao', version: '1', description: '管理数据，非统计数据' } },
    transform: jsonSchemaTransform,
  });
  refusals(app);
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    requestScope.run({ requestId: request.id }, done);
  });
  app.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/api/')) return;
    refuseForeignWrites(request);
    const token = request.cookies[sessionCookie];
    request.actor = ((token && (await actorOfToken(db, token, now(), config.security))) || null) as Actor;
  });
  await app.register(
    async (api) => {
      for (const room of rooms) room(api, { ...parts, now });
    },
    { prefix: '/api' },
  );
  healthRoutes(app, parts);
  await pages(app);
  return app;
}
