import { createHash } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { auditHead, checkAudit, linkAudit, origin, readChain } from './audit-chain.ts';
import { testDatabase } from './test-database.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.close());

const act = (name: string, after: unknown = null, count = 1) =>
  database.pool.query(
    `insert into audit_entry (at, actor_id, actor_name, action, subject, subject_id, after)
     select now(), gen_random_uuid(), $1, 'project.create', 'project', gen_random_uuid(), $2::jsonb from generate_series(1, $3)`,
    [name, after === null ? null : JSON.stringify(after), count],
  );
/** As somebody who holds the owner's password. */
async function tamper(statement: string) {
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(statement).finally(() => owner.end());
}
const check = (options?: Parameters<typeof checkAudit>[1]) => checkAudit(database.db, options);
const link = (now?: Date) => linkAudit(database.db, now);

describe('the chain over the audit trace', () => {
  test('takes up every entry once, however often it is asked, and finds an untouched trace clean', async () => {
    await act('甲', { amount: 100 }, 2500);
    expect(await link()).toBe(2500);
    expect(await link()).toBe(0);
    await act('乙');
    expect(await auditHead(database.db)).toMatchObject({ position: 2500, waiting: 1 });
    expect(await link()).toBe(1);
    expect(await check()).toMatchObject({ isClean: true, checked: 2501, position: 2501, waiting: 0, faults: [] });
  });

  test.each([
    ['a byte of a name', `update audit_entry set actor_name = '丁' where seq = 3`, [{ fault: 'changed', position: 3, seq: 3 }]],
    [
      'a figure in what was written',
      `update audit_entry set after = '{"amount": 101}' where seq = 3`,
      [{ fault: 'changed', position: 3, seq: 3 }],
    ],
    ['a time', `update audit_entry set at = at + interval '1 microsecond' where seq = 3`, [{ fault: 'changed', position: 3, seq: 3 }]],
    ['an entry removed', 'delete from audit_entry where seq = 3', [{ fault: 'missing', position: 3, seq: 3 }]],
    [
      'an entry and its link removed',
      'delete from audit_entry where seq = 3; delete from audit_link where seq = 3',
      [{ fault: 'gap', position: 4, seq: 4 }],
    ],
  ])('names the entry when somebody with the owner’s password has changed %s', async (_, statement, faults) => {
    await act('丙', { amount: 100 }, 6);
    await link();
    await tamper(statement);
    expect(await check()).toMatchObject({ isClean: false, faultCount: 1, faults });
  });

  test('an entry put in from outside after its time is named', async () => {
    await act('甲', null, 3);
    await link(new Date(Date.now() - 2 * 86_400_000));
    await tamper(`insert into audit_entry (seq, at, actor_id, actor_name, action, subject, subject_id)
      values (0, now(), gen_random_uuid(), '乙', 'x.y', 'x', gen_random_uuid())`);
    await link();
    expect(await check()).toMatchObject({ isClean: false, faults: [{ fault: 'unlinked', seq: 0 }] });
  });

  test('a chain that was made anew from its end is found out by a link noted elsewhere', async () => {
    await act('甲', null, 5);
    await link();
    const { position, hash } = await auditHead(database.db);
    expect(await check({ anchor: { position, hash } })).toMatchObject({ isClean: true });
    await tamper(`delete from audit_link where seq = 5; update audit_entry set actor_name = '乙' where seq = 5`);
    await link();
    expect(await check()).toMatchObject({ isClean: true });
    expect(await check({ anchor: { position, hash } })).toMatchObject({ isClean: false, faults: [{ fault: 'anchor', position: 5 }] });
  });

  test('an entry whose transaction was longer than later ones gets its link when it is seen', async () => {
    const slow = await database.pool.connect();
    await slow.query('begin');
    await slow.query(`insert into audit_entry (at, actor_id, actor_name, action, subject, subject_id)
      values (now(), gen_random_uuid(), '慢', 'x.y', 'x', gen_random_uuid())`);
    await act('快');
    expect(await link()).toBe(1);
    await slow.query('commit');
    slow.release();
    expect(await link()).toBe(1);
    expect(await check()).toMatchObject({ isClean: true, checked: 2 });
  });

  test('two servers at once make one chain', async () => {
    await act('甲', null, 300);
    await Promise.all([link(), link(), link()]);
    await link();
    expect(await check()).toMatchObject({ isClean: true, checked: 300 });
  });

  test('can be checked by anyone with SHA-256 and nothing of ours, whatever was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.jsonValue()), { maxLength: 6 }), async (entries) => {
        for (const [name, after] of entries)
          await act(name.replaceAll('\0', ''), JSON.parse(JSON.stringify(after).replaceAll(/\\u0000/g, '')));
        await link();
        let before = origin;
        for await (const { hash, text } of readChain(database.db)) {
          expect(createHash('sha256').update(`${before}${text}`, 'utf8').digest('hex')).toBe(hash);
          before = hash;
        }
      }),
      { numRuns: 15 },
    );
    expect(await check()).toMatchObject({ isClean: true });
  });

  test.each([`update audit_link set hash = repeat('0', 64)`, 'delete from audit_link', 'truncate audit_link'])(
    'cannot be rewritten by the application: %s',
    async (statement) => {
      await expect(database.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
    },
  );
});
