import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adminRoles, businessRoles, type Role, roles } from '../kernel/actor.ts';
import type { Contract } from '../kernel/contract.ts';
import { type Belongings, furnish, ok, type Words } from './testing/belongings.ts';
import { type Answer, type House, openHouse } from './testing/house.ts';
import { aimsAt, callsOf, inTurns, type Operation, operationsOf, urlOf } from './testing/walk.ts';

const now = new Date('2026-11-20T09:00:00+08:00');
const words: Words = { plain: '狻猊', secret: '饕餮', open: '穷奇', amount: 9_876_500 };
let house: House;
let operations: Operation[];
let theirs: Belongings;
const tokens = {} as Record<Role, string>;

beforeAll(async () => {
  house = await openHouse(now);
  await house.work();
  operations = operationsOf(house);
  for (const role of roles) {
    const actor =
      role in house.everyone ? house.everyone[role as keyof typeof house.everyone] : await house.person(house.units.bureau, role);
    tokens[role] = await house.signIn(actor);
  }
  const owner = await house.person(house.units.south, 'promoter', 'unit_head');
  theirs = await furnish(house, { actor: owner, token: await house.signIn(owner), admin: house.everyone.promotion_admin }, words);
}, 180_000);
afterAll(() => house.close());

/** Rooms whose doors are open to administrators as well: who they are, their own long work, lists of units and people, words of the trade. */
const shared = ['session', 'account', 'setup', 'units', 'people', 'tasks', 'notices', 'imports', 'sessions', 'audit'].map(
  (part) => `/api/${part}`,
);
const isShared = ({ path }: Operation) =>
  shared.some((start) => path === start || path.startsWith(`${start}/`)) ||
  /^\/api\/reference\/(divisions|dictionaries|industries)(\/\{code\})?$/.test(path);
/** What only administrators do, and which of them. */
const offices: Readonly<Record<string, readonly Role[]>> = {
  ...Object.fromEntries(
    ['createUnit', 'editUnit', 'setUnitActive', 'createPerson', 'editPerson', 'setPersonActive', 'revealPhone'].map((act) => [
      `identity.${act}`,
      ['system_admin'],
    ]),
  ),
  ...Object.fromEntries(
    ['robots', 'addRobot', 'editRobot', 'tryRobot', 'deliveries', 'retry'].map((act) => [`notices.${act}`, ['system_admin'] as const]),
  ),
  'identity.resetPassword': adminRoles,
  'identity.grantRoles': ['security_admin'],
  'identity.sessionsOf': ['security_admin'],
  'identity.audit': ['audit_admin'],
  'identity.exportAudit': ['audit_admin'],
  'identity.auditChain': ['audit_admin'],
  'identity.checkAudit': ['audit_admin'],
  'identity.exportChain': ['audit_admin'],
};
const publicRoutes = ['identity.setupStatus', 'identity.setUp', 'identity.signIn'];
/** A call that is let in and changes nothing: what it names is not there, and what it sends cannot be read. */
const knock = (o: Operation) => ({
  method: o.method,
  url: urlOf(o, { id: theirs.unit, entryId: theirs.unit, key: 'signed_count', kind: 'nothing', code: '999999', dictionary: 'nothing' }),
  ...(o.method !== 'get' && { body: 'nothing' }),
});
const isTurnedAway = ({ status, text }: Answer) => status === 403 && text.includes('session.role_may_not');
const whoGetsIn = async (o: Operation, all: readonly Role[]) => {
  const answers = await inTurns(all, (role) => house.ask(tokens[role], knock(o)));
  return all.filter((_, i) => !isTurnedAway(answers[i]!));
};

describe('who may come in at all', () => {
  test('every contract of every room is served, and nothing else is', async () => {
    const rooms = join(import.meta.dirname, '../modules');
    const contracts = (await Promise.all((await readdir(rooms)).map((room) => import(join(rooms, room, 'contract.ts'))))) as Record<
      string,
      unknown
    >[];
    const isEndpoint = (value: unknown) => typeof value === 'object' && value !== null && 'path' in value && 'access' in value;
    const declared = contracts.flatMap((c) =>
      Object.entries(c)
        .filter(([name]) => name.endsWith('Contract'))
        .flatMap(([, endpoints]) => Object.values(endpoints as Contract))
        .filter(isEndpoint)
        .map((e) => `${e.method} /api${e.path.replaceAll(/:(\w+)/g, '{$1}')}`),
    );
    expect(operations.map((o) => `${o.method.toUpperCase()} ${o.path}`).toSorted()).toEqual(declared.toSorted());
  });

  test('whoever has not signed in is asked to, of every route but the three before signing in', async () => {
    const answers = await inTurns(operations, (o) => house.ask(null, knock(o)));
    const open = operations.filter((_, i) => answers[i]!.status !== 401).map((o) => o.id);
    expect(open).toEqual(publicRoutes);
  });

  test('administrators are turned away from every route of the business', async () => {
    const business = operations.filter((o) => !isShared(o));
    expect(business.length).toBeGreaterThan(45);
    const inside = await inTurns(business, async (o) => [o.id, ...(await whoGetsIn(o, adminRoles))]);
    expect(inside.filter((roles) => roles.length > 1)).toEqual([]);
  });

  test('and each office of theirs is open to its holder alone', async () => {
    const found = operations.filter((o) => offices[o.id]);
    expect(found.map((o) => o.id).toSorted()).toEqual(Object.keys(offices).toSorted());
    for (const o of found) expect([o.id, await whoGetsIn(o, roles)]).toEqual([o.id, roles.filter((role) => offices[o.id]!.includes(role))]);
  });

  test('every other shared route lets everybody in, for their own things', async () => {
    for (const o of operations.filter((each) => isShared(each) && !offices[each.id] && each.path !== '/api/session/end')) {
      const inside = await whoGetsIn(o, ['promoter', 'leader', ...adminRoles]);
      expect([o.id, inside.length]).toEqual([o.id, o.method === 'get' || !o.path.startsWith('/api/reference') ? 5 : 0]);
    }
  });
});

const reads = () => operations.filter((o) => o.method === 'get');
const callsTo = (o: Operation) =>
  callsOf(o, aimsAt(theirs, theirs), words, theirs.codes).map((aim) => ({ method: 'get', url: urlOf(o, aim) }));
const aimed = (calls: readonly { method: string; url: string }[]) =>
  calls.filter(({ url }) => /[0-9a-f]{8}-[0-9a-f]{4}-|%E9%A5%95/.test(url) || !url.includes('?'));
/** The questions whose answers held one of these words without having been asked with it. */
async function toldTo(role: Role, calls: readonly { method: string; url: string }[], told: readonly string[]) {
  const answers = await inTurns(calls, (call) => house.ask(tokens[role], call));
  const says = (i: number, word: string) => answers[i]!.text.includes(word) && !decodeURIComponent(calls[i]!.url).includes(word);
  return calls.filter((_, i) => told.some((word) => says(i, word))).map((c) => c.url);
}

describe('who is still in talks', () => {
  const masked: readonly Role[] = ['development', 'statistics', 'finance', 'auditor', 'approval', 'supervision', 'organisation'];
  test('is known to the bureau and the leaders, so that there is something to hide', async () => {
    for (const role of ['promotion_admin', 'leader'] as const) {
      const list = ok(await house.ask(tokens[role], { method: 'GET', url: `/api/projects?q=${words.secret}` }));
      expect(list).toMatchObject({ totals: { count: 2 } });
    }
    expect(masked).toEqual(businessRoles.filter((role) => !['promoter', 'unit_head', 'promotion_admin', 'leader'].includes(role)));
  });

  test.each(masked)(
    'is told to %s by no route, filter, sort or search',
    async (role) => {
      // The rules are the same for all seven: one of them asks everything, the others whatever aims at a thing or names the investor.
      const all = reads().flatMap(callsTo);
      const some = all.filter(({ url }) => /[0-9a-f]{8}-[0-9a-f]{4}-|%E9%A5%95/.test(url) || !url.includes('?'));
      expect(await toldTo(role, role === 'finance' ? all : some, [words.secret, 'taotie'])).toEqual([]);
      const searches = ['projects?q', 'projects/export?format=csv&q', 'arrivals?payer', 'arrivals/export?format=csv&payer'];
      for (const search of searches) {
        const [right, wrong] = await Promise.all(
          [words.secret, '帝江'].map((word) => house.ask(tokens[role], { method: 'GET', url: `/api/${search}=${word}` })),
        );
        expect([search, right!.text]).toEqual([search, wrong!.text]);
      }
    },
    120_000,
  );

  test('nor by the order of a list: masked names are sorted as they are read', async () => {
    const { items } = ok(
      await house.ask(tokens.finance, { method: 'GET', url: '/api/projects?sort=name&order=asc&stage=planning,negotiating,signed' }),
    ) as {
      items: { name: string }[];
    };
    const names = items.map((p) => p.name);
    expect(names).toEqual(names.toSorted(new Intl.Collator('zh-u-co-pinyin').compare));
    expect(names.filter((n) => n.includes('某企业'))).toHaveLength(2);
  });
});

test.each(adminRoles)(
  '%s meets nothing of the ledger, but for the trace that the audit administrator reads',
  async (role) => {
    const calls = reads()
      .filter((o) => !o.path.startsWith('/api/audit'))
      .flatMap(callsTo);
    expect(await toldTo(role, aimed(calls), [words.plain, words.secret, words.open, ...theirs.codes])).toEqual([]);
  },
  120_000,
);
