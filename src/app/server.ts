import { randomUUID } from 'node:crypto';
import multipart from '@fastify/multipart';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Actor } from '../kernel/actor.ts';
import { Answers } from '../platform/answers.ts';
import { requestScope } from '../platform/command.ts';
import { clientFault, refusals } from '../platform/http.ts';
import { actorOfToken } from '../modules/identity/queries.ts';
import { apiDocument } from './api-document.ts';
import { apiPage } from './api-page.ts';
import { healthRoutes } from './health.ts';
import { awaitLooks } from './looks.ts';
import { pages } from './pages.ts';
import type { Parts } from './parts.ts';
import { rooms } from './rooms.ts';
import { refuseForeignWrites, secure } from './security.ts';
import { endConnections } from './stopping.ts';

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
    // An address that cannot be read reaches no hook and no handler.
    frameworkErrors: (error, _request, reply) => {
      const { status, answer } = clientFault(error);
      void (reply as FastifyReply).code(status).send(answer);
    },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('actor', null as unknown as Actor);
  app.decorate('answers', new Answers(db.changes));
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    requestScope.run({ requestId: request.id }, done);
  });
  endConnections(app);
  await secure(app, 3000);
  await app.register(multipart, { limits: { files: 1, fileSize: config.uploadLimitBytes, fields: 20, fieldSize: 64 * 1024 } });
  await app.register(swagger, apiDocument);
  refusals(app);
  app.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/api/')) return;
    refuseForeignWrites(request);
    const token = request.cookies[sessionCookie];
    request.actor = ((token && (await actorOfToken(db, token, now(), config.security))) || null) as Actor;
  });
  awaitLooks(app);
  await app.register(
    async (api) => {
      for (const room of rooms) room(api, { ...parts, now });
    },
    { prefix: '/api' },
  );
  healthRoutes(app, parts);
  apiPage(app);
  await pages(app);
  return app;
}
