import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Actor, adminRoles } from '../kernel/actor.ts';
import { type Belongings, furnish, ok, phantom, type Words } from './testing/belongings.ts';
import { type Answer, type Asked, type House, openHouse } from './testing/house.ts';
import { aimsAt, callsOf, inTurns, type Operation, operationsOf, urlOf, withoutIds } from './testing/walk.ts';
import { aboutOneself, hasCase, writesOf } from './testing/writes.ts';

const now = new Date('2026-11-20T09:00:00+08:00');
const northWords: Words = { plain: '夔牛', secret: '混沌', open: '梼杌', amount: 1_234_500 };
const southWords: Words = { plain: '狻猊', secret: '饕餮', open: '穷奇', amount: 9_876_500 };
const secrets = [southWords.plain, southWords.secret, southWords.open, 'taotie', 'suanni'];

type Call = Readonly<{ route: string; asked: Asked }>;
let house: House;
let operations: Operation[];
let north: Owner;
let south: Owner;
type Owner = { actor: Actor; token: string; admin: Actor };
let mine: Belongings;
let theirs: Belongings;
let before: Map<string, Answer>;
let after: Map<string, Answer>;

/** Every request that the stranger makes, aimed at these belongings. */
function callsAt(target: Belongings): Call[] {
  const aims = aimsAt(target, mine);
  return operations.flatMap((o) => {
    const calls = callsOf(o, aims, southWords, target.codes);
    const asked = o.method === 'get' ? [undefined] : writesOf(o, target);
    return calls.flatMap((aim) => asked.map((what) => ({ route: o.id, asked: { method: o.method, url: urlOf(o, aim), ...what } })));
  });
}
/** What the stranger was told, by what was asked, with the ids aimed at taken out of both. */
async function walk(target: Belongings): Promise<Map<string, Answer>> {
  // Writes first: what they leave of one's own is there for both walks to read.
  const calls = callsAt(target).toSorted((a, b) => Number(a.asked.method === 'get') - Number(b.asked.method === 'get'));
  const answers = await inTurns(calls, ({ asked }) => house.ask(north.token, asked));
  const key = ({ route, asked }: Call) => withoutIds(`${route} ${asked.method} ${asked.url} ${JSON.stringify(asked.body ?? '')}`, target);
  return new Map(calls.map((call, i) => [key(call), { ...answers[i]!, text: withoutIds(answers[i]!.text, target) }]));
}

const theirTables = {
  project: 'select * from project where unit_id = $1',
  ...Object.fromEntries(
    ['agreement', 'arrival', 'investment', 'stage_change', 'project_note', 'stage_proposal', 'project_code', 'project_attribution', 'evidence'].map(
      (t) => [t, `select * from ${t} where project_id in (select id from project where unit_id = $1)`],
    ),
  ),
  paper: 'select * from paper where unit_id = $1',
  batch: 'select * from import_batch where unit_id = $1',
  view: 'select v.* from saved_view v join person p on p.id = v.person_id where p.unit_id = $1',
  session: 'select s.id, s.revoked_at from session s join person p on p.id = s.person_id where p.unit_id = $1',
  task: 'select t.* from task t join person p on p.id = t.actor_id where p.unit_id = $1',
  total: 'select * from month_total where unit_id = $1',
};
const everythingOfTheirs = async () => {
  const rows = Object.entries(theirTables).map(async ([table, query]) => [table, (await house.pool.query(query, [theirs.unit])).rows] as const);
  return Object.fromEntries(await Promise.all(rows));
};

beforeAll(async () => {
  house = await openHouse(now);
  await house.work();
  operations = operationsOf(house);
  const admin = house.everyone.promotion_admin;
  for (const role of adminRoles) await house.signIn(await house.person(house.units.bureau, role));
  const own = async (unit: string): Promise<Owner> => {
    const actor = await house.person(unit, 'promoter', 'unit_head');
    return { actor, token: await house.signIn(actor), admin };
  };
  north = await own(house.units.north);
  south = await own(house.units.south);
  const others = [await own(house.units.park), await own(house.units.bureau)] as const;
  mine = await furnish(house, north, northWords);
  before = await walk(phantom(south.actor.unitId, south.actor.id));
  theirs = await furnish(house, south, southWords);
  await furnish(house, others[0], { ...southWords, plain: '狻猊园', amount: 9_876_550 });
  await furnish(house, others[1], { ...southWords, plain: '狻猊局', amount: 9_876_570 });
});
afterAll(() => house.close());

describe('Must show 7: a person of one township and the things of another', () => {
  test('every route is walked, and every route that names a thing is aimed at one', () => {
    const walked = new Set(callsAt(theirs).map((c) => c.route));
    expect(operations.map((o) => o.id).filter((id) => !walked.has(id) && !aboutOneself.has(id))).toEqual([]);
    expect(operations.length).toBeGreaterThan(70);
    expect(before.size).toBeGreaterThan(1000);
  });

  test('a writing route without a case of its own is closed to them by their role', async () => {
    const closed = operations.filter((o) => o.method !== 'get' && !aboutOneself.has(o.id) && !hasCase(o, theirs));
    const calls = callsAt(theirs).filter(({ route }) => closed.some((o) => o.id === route));
    const answers = await inTurns(calls, ({ asked }) => house.ask(north.token, asked));
    const open = calls.filter((_, i) => answers[i]!.status !== 403 || !answers[i]!.text.includes('session.role_may_not'));
    expect(new Set(open.map((c) => c.route))).toEqual(new Set());
  });

  test('whatever is asked, of whatever route, the answer is the one it was before the others had anything', async () => {
    const untouched = await everythingOfTheirs();
    after = await walk(theirs);
    const told = [...after].filter(([asked, answer]) => whole(answer) !== whole(before.get(asked)));
    expect(told.map(([asked, answer]) => [asked, whole(before.get(asked)).slice(0, 300), whole(answer).slice(0, 300)])).toEqual([]);
    expect(await everythingOfTheirs()).toEqual(untouched);
    expect(house.errors).toEqual([]);
  });

  test('no answer holds a word, a code or an amount of theirs that the question did not', () => {
    const found = [...after].filter(([asked, { text }]) => {
      const plain = text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '');
      const words = [...secrets, '98765', '987.65'].filter((s) => plain.includes(s) && !decodeURIComponent(asked).includes(s));
      return words.length > 0;
    });
    expect(found.map(([asked]) => asked)).toEqual([]);
  });

  test('the walk has teeth: their owner, asking the same, is shown the things', async () => {
    const known = new Map(operations.map((o) => [o.id, o]));
    const reads = callsAt(theirs).filter(({ route }) => known.get(route)!.method === 'get' && known.get(route)!.path.includes('{id}'));
    expect(await unanswered(reads, ({ status }) => status === 200)).toEqual(['identity.sessionsOf']);
    const list = ok(await house.ask(south.token, { method: 'GET', url: `/api/projects?q=${southWords.secret}` }));
    expect(list).toMatchObject({ totals: { count: 2 } });
    const writes = callsAt(theirs).filter(({ route }) => known.get(route)!.method !== 'get' && hasCase(known.get(route)!, theirs));
    const inOrder = writes.toSorted((a, b) => Number(a.route === endsSession) - Number(b.route === endsSession));
    const isReached = ({ status, text }: Answer) => ![401, 403, 404].includes(status) && !text.includes('request.invalid');
    expect(await unanswered(inOrder, isReached)).toEqual(['imports.setSeverities']);
  });
});
/** The routes none of whose calls was answered as wanted when their owner made them. */
async function unanswered(calls: readonly Call[], isWanted: (answer: Answer) => boolean): Promise<string[]> {
  const open = new Set(calls.map((c) => c.route));
  for (const { route, asked } of calls) if (open.has(route) && isWanted(await house.ask(south.token, asked))) open.delete(route);
  return [...open];
}
const endsSession = 'identity.revokeSession';
const whole = (answer: Answer | undefined) => (answer ? `${answer.status} ${answer.text}` : 'not asked');
