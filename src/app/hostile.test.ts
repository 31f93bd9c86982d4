import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../kernel/actor.ts';
import { furnish, type Belongings } from './testing/belongings.ts';
import { type Answer, type Asked, type House, openHouse } from './testing/house.ts';
import { aimsAt, callsOf, inTurns, type Operation, operationsOf, urlOf } from './testing/walk.ts';
import { writesOf } from './testing/writes.ts';

const now = new Date('2026-11-20T09:00:00+08:00');
const words = { plain: '夔牛', secret: '混沌', open: '梼杌', amount: 1_234_500 };
let house: House;
let operations: Operation[];
let mine: Belongings;
const tokens = {} as Partial<Record<Role, string>>;

beforeAll(async () => {
  house = await openHouse(now);
  await house.work();
  operations = operationsOf(house);
  const admin = house.everyone.promotion_admin;
  tokens.promotion_admin = await house.signIn(admin);
  for (const role of ['system_admin', 'security_admin', 'audit_admin'] as const)
    tokens[role] = await house.signIn(await house.person(house.units.bureau, role));
  const owner = await house.person(house.units.north, 'promoter', 'unit_head');
  tokens.promoter = await house.signIn(owner);
  mine = await furnish(house, { actor: owner, token: tokens.promoter, admin }, words);
}, 180_000);
afterAll(() => house.close());

type Schema = Readonly<{ type?: string; properties?: Record<string, Schema>; items?: Schema; format?: string; enum?: readonly unknown[] }>;
const oversized = 'x'.repeat(20_000);
const injection = `'; drop table project; --`;
/** For a parameter, whatever it is meant to hold. */
const texts = [injection, '%_\\{"$gt":""}(((([a-😀', '../../etc/passwd', 'a\u0000b', oversized, ''];
const numbers = ['9'.repeat(400), '-1', '1e309', '2026-02-30'];
const hostile = [...texts, ...numbers];
/** For a body and for each of its fields. */
const values: readonly unknown[] = [null, 2 ** 53, 'a\u0000b', '\ud800', oversized, injection, [[]], { toString: 1.5 }];
const types = [
  'text/plain',
  'application/xml',
  'application/x-www-form-urlencoded',
  'application/json; charset=utf-7',
  'multipart/form-data',
  'multipart/form-data; boundary=zhuchao',
];

/** Who may come in: whoever is let in sees the handler, and not only the door. */
const holderOf = (o: Operation): string | null => {
  const access = (o as { 'x-access'?: unknown })['x-access'];
  if (Array.isArray(access)) return tokens[(access as Role[]).find((r) => tokens[r])!] ?? null;
  return tokens.promoter!;
};
const bodySchema = (o: Operation) => (o.requestBody?.content['application/json'] as { schema?: Schema } | undefined)?.schema;

type Attack = Asked & Readonly<{ headers?: Record<string, string> }>;
/** One request for each way of asking a route wrongly. */
function attacks(o: Operation): Attack[] {
  const { method } = o;
  const [aim = {}] = callsOf(o, aimsAt(mine, mine), words, mine.codes);
  const url = urlOf(o, aim);
  const more = (query: string) => ({ method, url: `${url}${url.includes('?') ? '&' : '?'}${query}`, ...sent });
  const [sent = {}] = method === 'get' ? [] : writesOf(o, mine);
  const asked = o.parameters.filter((p) => p.in === 'query');
  const addresses = [
    ...o.parameters.flatMap((p) => hostile.map((value) => ({ method, url: urlOf(o, { ...aim, [p.name]: value }), ...sent }))),
    ...asked.map((p) => more(`${p.name}=1&${p.name}[x]=2`)),
    more('__proto__=1&constructor[prototype]=2&%00=1'),
    ...['%', '%ED%A0%80', '%FF'].map((bytes) => ({ method, url: url + bytes })),
  ];
  return method === 'get' ? addresses : [...addresses, ...wrongBodies(method, url), ...wrongFields(o, url, sent)];
}
const wrongBodies = (method: string, url: string): Attack[] => [
  ...values.map((body) => ({ method, url, body })),
  { method, url },
  ...['{"a":', '', '\ufeff{}', '[1,]', '{"a":"\u0000"}', 'x'.repeat(5 * 1024 * 1024)].map((raw) => ({ method, url, raw })),
  ...types.map((type) => ({ method, url, body: { a: 1 }, headers: { 'content-type': type } })),
];
/** Each field of the body in turn, wrongly. */
function wrongFields(o: Operation, url: string, { body }: Pick<Asked, 'body'>): Attack[] {
  const fields = Object.keys(bodySchema(o)?.properties ?? {});
  const right = typeof body === 'object' && body !== null ? body : {};
  const inherited = JSON.parse(`{"__proto__":{"isAdmin":true},"constructor":{"prototype":{}}}`) as unknown;
  const bodies = [...fields.flatMap((field) => values.map((value) => ({ ...right, [field]: value }))), inherited];
  return bodies.map((wrong) => ({ method: o.method, url, body: wrong }));
}

const isProper = ({ status, text }: Answer) => {
  if (status === 200) return true;
  const { kind, code, details } = JSON.parse(text) as { kind: unknown; code: unknown; details: unknown };
  return status >= 400 && status < 500 && typeof kind === 'string' && typeof code === 'string' && typeof details === 'object';
};
const tellsOfOurselves = ({ text }: Answer) => /node_modules|\bat \S+ \(|\.ts:\d+|SQLSTATE|syntax error at|select .* from /i.test(text);
/** It would end the session that the others are asked with. */
const leftAlone = 'identity.signOut';

describe('hostile input, made from the OpenAPI document', () => {
  test('to every route: refused with a code, or answered; never a failure of ours, never a word about our insides', async () => {
    const ways = operations.filter((o) => o.id !== leftAlone).flatMap((o) => attacks(o).map((asked) => ({ o, asked })));
    expect(ways.length).toBeGreaterThan(4000);
    const answers = await inTurns(ways, ({ o, asked: { headers, ...asked } }) => house.ask(holderOf(o), asked, headers), 6);
    const short = (asked: Asked) => `${asked.method} ${asked.url.slice(0, 150)} ${JSON.stringify(asked.body)?.slice(0, 150)}`;
    const wrong = ways.flatMap(({ asked }, i) =>
      isProper(answers[i]!) && !tellsOfOurselves(answers[i]!) ? [] : [[short(asked), answers[i]!.status, answers[i]!.text.slice(0, 200)]],
    );
    expect(wrong.slice(0, 6)).toEqual([]);
    expect(house.errors.slice(0, 5)).toEqual([]);
    const { rows } = await house.pool.query('select count(*)::int as n from project');
    expect(rows[0].n).toBeGreaterThanOrEqual(mine.projects.length);
  }, 300_000);
});
