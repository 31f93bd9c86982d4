import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Actor, adminRoles } from '../kernel/actor.ts';
import { anImport, type Belongings, furnish, ok, phantom, pursue, type Words } from './testing/belongings.ts';
import { type Answer, type Asked, type House, openHouse } from './testing/house.ts';
import { aimsAt, callsOf, inTurns, type Operation, operationsOf, urlOf, withoutIds } from './testing/walk.ts';
import { restateProject, updateProject } from '../modules/projects/commands.ts';
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
    [
      'agreement',
      'arrival',
      'investment',
      'stage_change',
      'project_note',
      'project_comment',
      'comment_retraction',
      'project_watch',
      'stage_proposal',
      'project_code',
      'project_attribution',
      'evidence',
      'red_flag',
      'red_flag_event',
      'claim_line',
      'claim_opinion',
      'month_report',
      'month_report_decision',
      'report_due',
      'project_light',
      'light_reason',
      'light_standing',
      'forecast_standing',
      'duplicate_case',
      'duplicate_ruling',
      'permit_item',
      'permit_event',
      'permit_agent',
      'permit_channel',
      'permit_standing',
      'permit_decided',
      'milestone_plan',
      'milestone_node',
      'milestone_actual',
      'milestone_standing',
      'year_plan',
    ].map((t) => [t, `select * from ${t} where project_id in (select id from project where unit_id = $1)`]),
  ),
  paper: 'select * from paper where unit_id = $1',
  idea: 'select * from idea where unit_id = $1',
  collection: 'select * from collection where unit_id = $1',
  sheet: 'select * from collection_sheet where unit_id = $1',
  form: 'select * from form where unit_id = $1',
  filling: 'select * from form_filling where unit_id = $1',
  batch: 'select * from import_batch where unit_id = $1',
  view: 'select v.* from saved_view v join person p on p.id = v.person_id where p.unit_id = $1',
  session: 'select s.id, s.revoked_at from session s join person p on p.id = s.person_id where p.unit_id = $1',
  task: 'select t.* from task t join person p on p.id = t.actor_id where p.unit_id = $1',
  claim: 'select * from verdict_claim where unit_id = $1',
  review: 'select * from review where unit_id = $1',
  deputy: 'select d.* from review_deputy d join person p on p.id = d.person_id where p.unit_id = $1',
  handover: 'select * from handover where unit_id = $1',
  draft: 'select d.* from draft d join person p on p.id = d.person_id where p.unit_id = $1',
  notice: 'select n.* from notice n join person p on p.id = n.person_id where p.unit_id = $1',
  reminder: 'select r.* from reminder r join person p on p.id = r.person_id where p.unit_id = $1',
  total: 'select * from month_total where unit_id = $1',
};
/** A table has no order of its own. */
const inOrder = (rows: object[]) => rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
const everythingOfTheirs = async () => {
  const rows = Object.entries(theirTables).map(
    async ([table, query]) => [table, inOrder((await house.pool.query<object>(query, [theirs.unit])).rows)] as const,
  );
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
  await pursue(house, others[0], { ...southWords, plain: '狻猊园', amount: 9_876_550 }, ['planning', 'building']);
  await pursue(house, others[1], { ...southWords, plain: '狻猊局', amount: 9_876_570 }, ['negotiating', 'producing']);
}, 400_000);
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
  }, 240_000);

  test('no answer holds a word, a code or an amount of theirs that the question did not', () => {
    const found = [...after].filter(([asked, { text }]) => {
      const plain = text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '');
      const words = [...secrets, '98765', '987.65'].filter((s) => plain.includes(s) && !decodeURIComponent(asked).includes(s));
      return words.length > 0;
    });
    expect(found.map(([asked]) => asked)).toEqual([]);
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

describe('Must show 7: what a person brings in learns nothing of the others', () => {
  const allIds = () =>
    Object.values(theirs)
      .flat()
      .filter((id) => id !== theirs.unit && id !== theirs.person);
  /** Neither words nor ids that the question did not hold itself. */
  const leaksOf = (question: unknown, { text }: Answer) =>
    [...secrets, ...allIds()].filter((s) => text.includes(s) && !JSON.stringify(question).includes(s));
  const send = async (asked: Asked) => {
    const answer = await house.ask(north.token, asked);
    expect(leaksOf(asked, answer)).toEqual([]);
    return answer;
  };
  const at = (path: string, method = 'POST') => ({ method, url: `/api${path}` });
  const record = () => ({ unitId: mine.unit, industryCode: '3217', totalMinor: 1, personId: mine.person, source: 'lead' });

  test('a code that is taken is refused without saying by whom, a voucher used elsewhere is told without where', async () => {
    const { id } = ok(await send({ ...at('/projects'), body: { ...record(), name: '新项目' } }));
    const code = await send({
      ...at(`/projects/${String(id)}/codes`),
      body: { version: 1, scheme: 'other', code: `${southWords.plain}-signed` },
    });
    expect([code.status, JSON.parse(code.text)]).toMatchObject([409, { code: 'project.code_taken' }]);
    const body = { arrivedOn: '2026-05', amountMinor: 1, kind: 'land', voucherNo: `${southWords.plain}-${southWords.amount}` };
    const arrival = await send({ ...at(`/projects/${String(id)}/arrivals`), body });
    expect(arrival.text).toContain('"uses":1,"shown":[]');
  });

  test('what the bureau was told of a voucher used twice is not told to those who read the row', async () => {
    const [id] = mine.projects.slice(4);
    const body = { arrivedOn: '2026-05', amountMinor: 1, kind: 'land', voucherNo: `${southWords.plain}-${southWords.amount}` };
    const bureau = await house.signIn(north.admin);
    const told = await house.ask(bureau, { ...at(`/projects/${id!}/arrivals`), body });
    expect(told.text).toContain(southWords.plain);
    const codes = (JSON.parse(told.text) as { details: { faults: { code: string }[] } }).details.faults.map((f) => f.code);
    ok(await house.ask(bureau, { ...at(`/projects/${id!}/arrivals`), body: { ...body, acknowledged: { codes, reason: '同一笔' } } }));
    for (const path of [`/projects/${id!}/funds`, `/projects/${id!}/history`, '/arrivals', '/arrivals/export']) {
      const { text } = await house.ask(north.token, at(path, 'GET'));
      expect([path, leaksOf(body, { text } as Answer)]).toEqual([path, []]);
    }
  });

  test('a project given to the others stays in what was reported before, and its new name is theirs', async () => {
    const id = mine.projects[5]!;
    const later = new Date(now.getTime() + 86_400_000);
    const given = { id, version: 2, patch: { unitId: theirs.unit }, reason: '划转' };
    const { version } = await restateProject(house.db, given, north.admin, later);
    await updateProject(house.db, { id, version, patch: { name: `${southWords.plain}新名` } }, south.actor, later);
    const rows = await send(at('/figures/ledger_count/rows?asOf=2026-11-20', 'GET'));
    expect(JSON.parse(rows.text)).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ projectId: id })]) });
    for (const path of ['', '/history', '/funds']) expect((await send(at(`/projects/${id}${path}`, 'GET'))).status).toBe(404);
  });

  test('the same file is told to be used elsewhere, and where only to those who may read it there', async () => {
    const { rows } = await house.pool.query<{ sha256: string }>('select sha256 from evidence where id = $1', [theirs.evidence[0]]);
    const content = await buffer(await house.runtime.files.open(rows[0]!.sha256));
    const file = { name: 'a.pdf', content };
    expect(ok(await send({ ...at('/evidence/uploads'), file }))).toMatchObject({ isUsedElsewhere: true });
    const query = new URLSearchParams({ subject: 'project', subjectId: mine.projects[2]!, projectId: mine.projects[2]!, kind: 'other' });
    expect(ok(await send({ ...at(`/evidence?${query}`), file }))['sameFile']).toEqual({ scope: 'elsewhere', places: [] });
  });

  test('a ledger with their codes and names in it finds none of them', async () => {
    const sheet = [
      ['项目编号', '项目名称', '备注'],
      [theirs.codes[0]!, '改名', '甲'],
      ['', `${southWords.plain}新项目`, '乙'],
    ];
    const columns = { 项目编号: 'code', 项目名称: 'name', 备注: 'remark' };
    const { batch } = await anImport(house, north.token, { name: '兕', rows: sheet, columns });
    const asked = { sheet };
    for (const part of ['', '/findings', '/rows', '/refused', '/sheet', '/file']) {
      const answer = await house.ask(north.token, at(`/imports/${batch}${part}`, 'GET'));
      expect([part, answer.status, leaksOf(asked, answer)]).toEqual([part, 200, []]);
    }
    const rows = ok(await house.ask(north.token, at(`/imports/${batch}/rows`, 'GET')))['items'] as { faults: { code: string }[] }[];
    expect(rows.map((r) => r.faults.map((f) => f.code))).toEqual([['project.code_unknown'], []]);
  }, 60_000);

  test('of a project of the same name and investor only that another unit has one, and with a reason it is recorded', async () => {
    const body = {
      ...record(),
      name: `${southWords.secret}${southWords.plain}年产万吨项目`,
      investorName: `${southWords.secret}重工有限公司`,
    };
    const told = await send({ ...at('/projects'), body });
    expect([told.status, JSON.parse(told.text)]).toMatchObject([422, { code: 'duplicate.blocked_elsewhere', details: { candidates: [] } }]);
    expect(ok(await send({ ...at('/projects'), body: { ...body, duplicateReason: '自行引进' } }))).toMatchObject({ warnings: [] });
    // Their own words stand in it, since they typed them; of the other project there is none.
    const { items } = ok(await house.ask(north.token, at('/duplicates', 'GET'))) as {
      items: { one: object | null; other: object | null }[];
    };
    expect(items.filter((c) => c.one && !c.other)).not.toEqual([]);
  });
});

describe('Must show 7: the walk has teeth', () => {
  test('their owner, asking the same, is shown the things and may work on them', async () => {
    const known = new Map(operations.map((o) => [o.id, o]));
    const reads = callsAt(theirs).filter(({ route }) => known.get(route)!.method === 'get' && known.get(route)!.path.includes('{id}'));
    // The register of enterprises is nobody's: its rooms test it.
    const common = ['enterprises.get', 'projects.byEnterprise'];
    expect(await unanswered(reads, ({ status }) => status === 200)).toEqual(['identity.sessionsOf', ...common, 'meetings.minutesFile']);
    const list = ok(await house.ask(south.token, { method: 'GET', url: `/api/projects?q=${southWords.secret}` }));
    expect(list).toMatchObject({ totals: { count: 2 } });
    const writes = callsAt(theirs).filter(({ route }) => known.get(route)!.method !== 'get' && hasCase(known.get(route)!, theirs));
    const inOrder = writes.toSorted((a, b) => Number(a.route === endsSession) - Number(b.route === endsSession));
    const isReached = ({ status, text }: Answer) => ![401, 403, 404].includes(status) && !text.includes('request.invalid');
    // Acts of the bureau or of another office, and those on the common register: their rooms test them.
    const others = [
      'enterprises.update',
      'enterprises.addName',
      'duplicates.consentMerger',
      'recognition.give',
      'recognition.opine',
      'recognition.resolveFlag',
      'permits.setAgent',
      'permits.setChannel',
      'closings.close',
      'closings.reopen',
    ];
    expect(await unanswered(inOrder, isReached)).toEqual(['imports.setSeverities', ...others]);
  }, 120_000);
});
