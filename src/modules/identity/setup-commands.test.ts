import { eq, isNotNull } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditEntry } from '../../platform/audit.ts';
import { testDatabase } from '../../platform/test-database.ts';
import { ensureRootUnit } from './commands.ts';
import { defaultSecurityRules as rules } from './domain/security-rules.ts';
import { operatorActor, setupStatus } from './queries.ts';
import { type Setup, setUp } from './setup-commands.ts';
import { visitor } from './session-commands.ts';
import { person, personRole, unit } from './tables.ts';

const now = new Date('2026-11-20T09:00:00+08:00');
const first = (suffix = ''): Setup => ({
  unit: { name: '示范区', code: '000000' },
  system: { name: '甲', login: `xitong${suffix}`, password: 'Nest-Building-1' },
  security: { name: '乙', login: `anquan${suffix}`, password: 'Nest-Building-2' },
  audit: { name: '丙', login: `shenji${suffix}`, password: 'Nest-Building-3' },
});

describe('the first run', () => {
  let house: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    house = await testDatabase();
  });
  afterAll(() => house.close());

  test('refuses what would make it unsafe, and writes nothing', async () => {
    const { db } = house;
    const weak = first();
    await expect(setUp(db, { ...weak, audit: { ...weak.audit, password: 'short' } }, rules, now)).rejects.toMatchObject({
      code: 'password.too_short',
    });
    await expect(setUp(db, { ...weak, audit: { ...weak.audit, password: 'Shenji-Shenji-1' } }, rules, now)).rejects.toMatchObject({
      code: 'password.contains_login',
    });
    await expect(setUp(db, { ...weak, audit: { ...weak.audit, login: 'xitong' } }, rules, now)).rejects.toMatchObject({
      code: 'system.logins_equal',
    });
    await expect(setUp(db, { ...weak, audit: { ...weak.audit, password: 'Nest-Building-1' } }, rules, now)).rejects.toMatchObject({
      code: 'system.passwords_equal',
    });
    expect(await setupStatus(db)).toEqual({ isSetUp: false, unit: null });
    expect(await db.select().from(person)).toEqual([]);
  });

  test('before it the command line has no unit to act in', async () => {
    await expect(operatorActor(house.db)).rejects.toMatchObject({ code: 'unit.no_root' });
  });

  test('two at once make one root and three administrators', async () => {
    const { db } = house;
    const both = await Promise.allSettled([setUp(db, first('1'), rules, now), setUp(db, first('2'), rules, now)]);
    expect(both.map((b) => b.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((b) => b.status === 'rejected')?.reason).toMatchObject({ code: 'system.set_up_already' });
    expect((await db.select().from(person)).map((p) => p.roleClass).toSorted()).toEqual(['audit', 'security', 'system']);
    expect((await db.select().from(personRole)).map((r) => r.role).toSorted()).toEqual(['audit_admin', 'security_admin', 'system_admin']);
    expect((await db.select().from(unit)).map((u) => u.name)).toEqual(['示范区']);
    const acts = await db.select().from(auditEntry).where(eq(auditEntry.action, 'system.set_up'));
    expect(acts.map((a) => a.subject)).toEqual(['unit', 'person', 'person', 'person']);
    expect(JSON.stringify(acts)).not.toContain('argon2');
  });

  test('it cannot be done again', async () => {
    await expect(setUp(house.db, first('3'), rules, now)).rejects.toMatchObject({ kind: 'conflict', code: 'system.set_up_already' });
    expect(await setupStatus(house.db)).toEqual({ isSetUp: true, unit: null });
  });

  test('no account has a password that nobody chose', async () => {
    const accounts = await house.db.select().from(person).where(isNotNull(person.passwordHash));
    expect(accounts.map((a) => a.login?.slice(0, 6)).toSorted()).toEqual(['anquan', 'shenji', 'xitong']);
  });
});

test('a root unit that the command line made before is named by the first run', async () => {
  const { db, close } = await testDatabase();
  try {
    await ensureRootUnit(db, { name: '未命名', code: '620000' }, visitor, now);
    await ensureRootUnit(db, { name: '又一个', code: '620001' }, visitor, now);
    expect(await setupStatus(db)).toEqual({ isSetUp: false, unit: { name: '未命名', code: '620000' } });
    await setUp(db, { ...first(), unit: { name: '示范区' } }, rules, now);
    expect((await db.select().from(unit)).map((u) => [u.code, u.name])).toEqual([['620000', '示范区']]);
    const operator = await operatorActor(db);
    expect(operator).toMatchObject({ name: '命令行', roles: ['promotion_admin'], unitIds: [operator.unitId] });
  } finally {
    await close();
  }
});
