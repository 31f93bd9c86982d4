import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from './test-database.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase();
  await database.pool.query(`insert into audit_entry (at, actor_id, actor_name, action, subject, subject_id)
    values (now(), gen_random_uuid(), '甲', 'project.create', 'project', gen_random_uuid())`);
});
afterAll(() => database.close());

describe('the audit trace', () => {
  it('is written and read by the application, in order', async () => {
    const { rows } = await database.pool.query('select seq, actor_name, current_user::text as role from audit_entry');
    expect(rows).toEqual([{ seq: 1, actor_name: '甲', role: 'zhuchao_app' }]);
  });

  for (const act of [
    `update audit_entry set actor_name = '乙'`,
    'delete from audit_entry',
    'truncate audit_entry',
    'drop table audit_entry',
    'alter table audit_entry add column x int',
  ])
    it(`cannot be changed by the application: ${act}`, async () => {
      // 42501 is insufficient_privilege.
      await expect(database.pool.query(act)).rejects.toMatchObject({ code: '42501' });
    });

  it('cannot be reached by laying the role down', async () => {
    const tries = database.pool.query("begin; reset role; update audit_entry set actor_name = '乙'; commit");
    await expect(tries).rejects.toMatchObject({ code: '42501' });
  });
});
