import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse } from '../kernel/refusal.ts';

/** Headers, cookies and rate limits. Scripts come from this server only; antd writes its styles inline. */
export async function secure(app: FastifyInstance, perMinute: number): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'"],
        fontSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    // Browsers heed it only over TLS, and over plain HTTP in an office network it would be a lie.
    hsts: false,
  });
  app.addHook('onSend', async (request, reply) => {
    if (request.protocol === 'https') reply.header('strict-transport-security', 'max-age=15552000; includeSubDomains');
  });
  await app.register(cookie);
  await app.register(rateLimit, {
    global: false,
    max: perMinute,
    timeWindow: 60_000,
    allowList: (request) => !request.url.startsWith('/api/'),
  });
  // Of every request, before anybody asks the database who it is; addresses that are not there count too.
  app.addHook('onRequest', app.rateLimit());
}

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);
/**
 * A write must come from our own page: a foreign page cannot add this header without a preflight, which is never
 * granted, and SameSite=Strict keeps the cookie from it besides.
 */
export function refuseForeignWrites(request: FastifyRequest): void {
  if (reading.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  const isOurs = site === undefined || site === 'same-origin' || site === 'none';
  if (!isOurs || request.headers['x-zhuchao'] !== '1') throw refuse('forbidden', 'request.cross_site');
}
