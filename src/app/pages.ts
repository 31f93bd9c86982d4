import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../kernel/refusal.ts';

const built = fileURLToPath(new URL('../../dist/web', import.meta.url));

/** Serves the built web; every address that is not the API's or a file's is a page of the single application. */
export async function pages(app: FastifyInstance): Promise<void> {
  const isBuilt = existsSync(join(built, 'index.html'));
  if (isBuilt) {
    await app.register(fastifyStatic, {
      root: built,
      wildcard: false,
      preCompressed: true,
      setHeaders: (reply, path) => {
        reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && !request.url.startsWith('/api/') && !/\.\w+(\?|$)/.test(request.url);
    if (isBuilt && isPage) return reply.header('cache-control', 'no-cache').sendFile('index.html');
    throw refuse('not_found', 'request.no_such_address', { method: request.method });
  });
}
