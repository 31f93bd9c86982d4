import '@fastify/cookie';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { dayOf } from '../../kernel/day.ts';
import { auditHead } from '../../platform/audit-chain.ts';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import type { Jobs } from '../../platform/jobs.ts';
import { sheetStream } from '../../platform/sheet/writer.ts';
import { beginTotp, changePassword, confirmTotp, disableTotp, resetPassword } from './account-commands.ts';
import { beginAuditCheck, noteAuditExport } from './audit-commands.ts';
import { chainLines, listAudit, readAudit } from './audit-queries.ts';
import { createUnit, editUnit, setUnitActive } from './commands.ts';
import { identityContract } from './contract.ts';
import type { SecurityRules } from './domain/security-rules.ts';
import { createAccount, editPerson, grantRoles, revealPhone, setPersonActive } from './person-commands.ts';
import { listPeople, listUnits, setupStatus } from './queries.ts';
import { revokeSession, signIn, signOut } from './session-commands.ts';
import { listSessions, me } from './session-queries.ts';
import { setUp } from './setup-commands.ts';
import { auditSheet } from './sheet.ts';

const sessionCookie = 'zhuchao_session';
const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

type Parts = { db: Db; jobs: Jobs; config: { security: SecurityRules }; now?: () => Date };

export function identityRoutes(api: FastifyInstance, { db, jobs, config, now = () => new Date() }: Parts) {
  const rules = config.security;
  const visit = (request: FastifyRequest) => ({ ip: request.ip, userAgent: request.headers['user-agent'] ?? '' });
  const token = (request: FastifyRequest) => request.cookies[sessionCookie] ?? '';
  const own = (request: FastifyRequest) => ({ actor: request.actor, visit: visit(request), rules, now: now() });
  // Strict: no other page's link or form carries it. Without an age it ends with the browser.
  const cookie = (request: FastifyRequest) => ({
    path: '/',
    httpOnly: true,
    sameSite: 'strict' as const,
    secure: request.protocol === 'https',
  });
  const leave = (request: FastifyRequest, reply: FastifyReply) => void reply.clearCookie(sessionCookie, cookie(request));

  mount(api, 'identity', identityContract, {
    setupStatus: () => setupStatus(db),
    setUp: ({ body }) => setUp(db, body, rules, now()),
    signIn: async ({ body }, _, request, reply) => {
      const opened = await signIn(db, body, visit(request), rules, now());
      reply.setCookie(sessionCookie, opened.token, cookie(request));
      return {};
    },
    session: (_, __, request) => me(db, token(request), now(), rules),
    signOut: async (_, actor, request, reply) => {
      leave(request, reply);
      return signOut(db, { token: token(request) }, actor, now());
    },
    mySessions: (_, actor, request) => listSessions(db, actor.id, actor, token(request), now(), rules),
    changePassword: ({ body }, _, request) => changePassword(db, { ...body, token: token(request) }, own(request)),
    beginTotp: ({ body }, _, request) => beginTotp(db, body, own(request)),
    confirmTotp: ({ body }, actor) => confirmTotp(db, body, actor, now()),
    disableTotp: ({ body }, _, request) => disableTotp(db, body, own(request)),
    revokeSession: ({ params }, actor) => revokeSession(db, params, actor, now()),
    units: (_, actor) => listUnits(db, actor),
    createUnit: ({ body }, actor) => createUnit(db, body, actor, now()),
    editUnit: ({ params, body }, actor) => editUnit(db, { ...params, ...body }, actor, now()),
    setUnitActive: ({ params, body }, actor) => setUnitActive(db, { ...params, ...body }, actor, now()),
    people: (input, actor) => listPeople(db, input, actor),
    createPerson: ({ body }, actor) => createAccount(db, body, actor, now()),
    editPerson: ({ params, body: { phone, ...body } }, actor) =>
      editPerson(db, { ...params, ...body, ...(phone !== undefined && { phone }) }, actor, now()),
    setPersonActive: ({ params, body }, actor) => setPersonActive(db, { ...params, ...body }, actor, now()),
    revealPhone: ({ params }, actor) => revealPhone(db, params, actor, now()),
    resetPassword: ({ params, body }, actor) => resetPassword(db, { ...params, ...body }, actor, now()),
    grantRoles: ({ params, body }, actor) => grantRoles(db, { ...params, ...body }, actor, now()),
    sessionsOf: ({ params }, actor, request) => listSessions(db, params.id, actor, token(request), now(), rules),
    audit: (input) => listAudit(db, input),
    exportAudit: async ({ query }, actor) => {
      await noteAuditExport(db, query, actor, now());
      const body = sheetStream(auditSheet(readAudit(db, query)));
      return { filename: `审计日志${dayOf(now())}.xlsx`, contentType: xlsxType, body };
    },
    auditChain: () => auditHead(db),
    checkAudit: ({ body }, actor) => beginAuditCheck(db, { jobs, ...body }, actor, now()),
    exportChain: async (_, actor) => {
      await noteAuditExport(db, { chain: true }, actor, now());
      return { filename: `审计日志链${dayOf(now())}.txt`, contentType: 'text/plain; charset=utf-8', body: Readable.from(chainLines(db)) };
    },
  });
}
