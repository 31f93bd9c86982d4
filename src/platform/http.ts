import { Readable } from 'node:stream';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { type Actor, hasRole, isBusiness } from '../kernel/actor.ts';
import type { Access, Contract, Endpoint, Received, Result } from '../kernel/contract.ts';
import { Refusal, type RefusalKind, refusalKinds, refuse } from '../kernel/refusal.ts';
import type { Answers } from './answers.ts';
import { type Uploaded, receiveFile } from './upload.ts';

/** A file as an answer. The name may hold any characters; the header is encoded by RFC 5987. */
export type Download = { filename: string; contentType: string; body: Readable | Buffer };

type Given<E extends Endpoint> = Received<E> & (E extends { upload: true } ? { file: Uploaded } : unknown) & { signal: AbortSignal };
type Answer<E extends Endpoint> = E extends { download: true }
  ? Download
  : E extends { stream: true }
    ? AsyncIterable<Result<E>>
    : Result<E>;
export type Handlers<C extends Contract> = {
  [K in keyof C]: (input: Given<C[K]>, actor: Actor, request: FastifyRequest, reply: FastifyReply) => Promise<Answer<C[K]>> | Answer<C[K]>;
};

const problem = z.object({ kind: z.enum([...refusalKinds, 'internal']), code: z.string(), details: z.record(z.string(), z.unknown()) });
const statusOf: Record<RefusalKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rule: 422,
  limited: 429,
};

/** The outer door: who may call this endpoint at all. */
function admit(access: Access, actor: Actor | null): void {
  if (access === 'public') return;
  if (!actor) throw refuse('unauthenticated', 'session.required');
  if (access === 'session') return;
  if (access === 'business' ? isBusiness(actor) : hasRole(actor, ...access)) return;
  throw refuse('forbidden', 'session.role_may_not');
}

/** Serves a contract. The compiler refuses a missing, extra or ill-typed handler. */
export function mount<C extends Contract>(app: FastifyInstance, tag: string, endpoints: C, handlers: Handlers<C>) {
  // A stream may last as long as the work it tells of; a server that stops ends it, and the page asks again.
  const streams = new Set<AbortController>();
  app.addHook('preClose', async () => streams.forEach((stop) => stop.abort()));
  for (const [name, e] of Object.entries<Endpoint>(endpoints)) {
    const handle = handlers[name] as (input: unknown, actor: Actor | null, request: FastifyRequest, reply: FastifyReply) => unknown;
    app.withTypeProvider<ZodTypeProvider>().route({
      method: e.method,
      url: e.path,
      config: { access: e.access },
      schema: {
        tags: [tag],
        summary: e.summary,
        operationId: `${tag}.${name}`,
        ...(e.upload && { consumes: ['multipart/form-data'] }),
        ...(e.download && { produces: ['application/octet-stream'] }),
        ...(e.params && { params: e.params }),
        ...(e.query && { querystring: e.query }),
        ...(e.body && { body: e.body }),
        response: e.download || e.stream ? { '4xx': problem } : { 200: e.result, '4xx': problem },
      },
      onRequest: async (request) => admit(e.access, request.actor),
      ...(e.kept && {
        onSend: async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
          if (reply.statusCode === 200 && typeof payload === 'string') request.keep?.(payload);
          return payload;
        },
      }),
      handler: async (request, reply) => {
        const stop = new AbortController();
        request.raw.on('aborted', () => stop.abort());
        if (e.stream) {
          streams.add(stop);
          reply.raw.on('close', () => streams.delete(stop));
        }
        const input = { params: request.params, query: request.query, body: request.body, signal: stop.signal };
        const known =
          e.kept &&
          request.actor &&
          app.answers?.find(`${request.actor.id} ${request.url}`, request.headers['cache-control'] === 'no-cache');
        if (typeof known === 'function') request.keep = known;
        else if (known) return reply.type('application/json; charset=utf-8').send(known);
        if (!e.upload) return answer(e, await handle(input, request.actor, request, reply), reply, stop);
        const file = await receiveFile(request);
        try {
          return await handle({ ...input, file }, request.actor, request, reply);
        } finally {
          await file.discard();
        }
      },
    });
  }
}

function answer(e: Endpoint, given: unknown, reply: FastifyReply, stop: AbortController) {
  if (e.download) return sendFile(given as Download, reply);
  if (e.stream) return sendEvents(given as AsyncIterable<unknown>, reply, stop);
  return given;
}

function sendFile({ filename, contentType, body }: Download, reply: FastifyReply) {
  const plain = filename.replace(/[^\x20-\x7e]|["\\]/g, '_');
  return reply
    .header('content-disposition', `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(filename)}`)
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'private, no-store')
    .type(contentType)
    .send(body);
}

async function sendEvents(events: AsyncIterable<unknown>, reply: FastifyReply, stop: AbortController) {
  reply.raw.on('close', () => stop.abort());
  const source = events[Symbol.asyncIterator]();
  // The first event is waited for: who may not watch is refused in an answer of its own and not in a stream that breaks.
  const first = await source.next();
  const lines = async function* () {
    try {
      for (let event = first; !event.done; event = await source.next()) yield `data: ${JSON.stringify(event.value)}\n\n`;
    } finally {
      await source.return?.();
    }
  };
  return reply.header('cache-control', 'no-store').type('text/event-stream; charset=utf-8').send(Readable.from(lines()));
}

/** The one place where a refusal becomes an HTTP answer. */
export function refusals(app: FastifyInstance) {
  app.setErrorHandler((error: FastifyError | Refusal, request, reply) => {
    if (error instanceof Refusal) {
      return reply.code(statusOf[error.kind]).send({ kind: error.kind, code: error.code, details: error.details });
    }
    if ('validation' in error && error.validation) {
      const issues = error.validation.map((v) => ({ field: v.instancePath.replace(/^\//, '').replaceAll('/', '.'), problem: v.message }));
      return reply.code(400).send({ kind: 'invalid', code: 'request.invalid', details: { part: error.validationContext, issues } });
    }
    const unreadable = unreadableText(error);
    if (unreadable) return reply.code(400).send({ kind: 'invalid', code: 'request.malformed', details: { reason: unreadable } });
    const { status, answer: told } = clientFault(error);
    if (status < 500) return reply.code(status).send(told);
    request.log.error(error);
    return reply.code(500).send({ kind: 'internal', code: 'internal', details: { requestId: request.id } });
  });
}

/** PostgreSQL keeps no U+0000 and no half of a character in a text: whoever sent it is told, and it is no failure of ours. */
function unreadableText(error: FastifyError): 'nul_character' | 'lone_surrogate' | null {
  const { code, detail } = (error.cause ?? error) as { code?: unknown; detail?: unknown };
  if (code === '22021' || code === '22P05') return 'nul_character';
  return code === '22P02' && /surrogate/.test(String(detail)) ? 'lone_surrogate' : null;
}

const faultCode: Record<number, string> = { 413: 'request.too_large', 415: 'request.wrong_content_type', 429: 'request.too_many' };
/** What a request did wrong before any room saw it. */
export function clientFault({ statusCode: status = 500, code }: FastifyError) {
  const kind = status === 429 ? 'limited' : 'invalid';
  return { status, answer: { kind, code: faultCode[status] ?? 'request.malformed', details: { reason: code } } };
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Null until signed in; endpoints other than `public` never see null. */
    actor: Actor;
    /** Keeps the answer, once it is written, for the next who asks the same. */
    keep?: (body: string) => void;
  }
  interface FastifyInstance {
    answers?: Answers;
  }
  interface FastifyContextConfig {
    access?: Access;
  }
}
