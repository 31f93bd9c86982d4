import { eq, ne, sql } from 'drizzle-orm';
import { refuse, settle } from '../../kernel/refusal.ts';
import { hashPassword } from '../../platform/auth.ts';
import { command, type Trace } from '../../platform/command.ts';
import type { Db } from '../../platform/db.ts';
import { ensureRootUnit } from './commands.ts';
import { acceptable } from './domain/password.ts';
import { rolesOfClass } from './domain/role.ts';
import type { SecurityRules } from './domain/security-rules.ts';
import { addPerson } from './person-commands.ts';
import { setupStatus } from './queries.ts';
import { visitor } from './session-commands.ts';
import { person, personRole, unit } from './tables.ts';

const offices = ['system', 'security', 'audit'] as const;
type Office = (typeof offices)[number];
type FirstAdmin = { name: string; login: string; password: string };
export type Setup = { unit: { name: string; code?: string | undefined } } & Record<Office, FirstAdmin>;

const store = command(
  'system.set_up',
  async (tx, input: { unit: Setup['unit']; admins: { office: Office; name: string; login: string; passwordHash: string }[] }, context) => {
    // Two first runs at once: the second waits here and then finds administrators.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('first run', 0))`);
    if ((await tx.$count(person, ne(person.roleClass, 'business'))) > 0) throw refuse('conflict', 'system.set_up_already');
    const { name, code } = input.unit;
    const root = await ensureRootUnit.inside(tx, { name, code: code ?? '000000' }, context);
    // The command line may have made a root before anyone could say what it is called.
    await tx
      .update(unit)
      .set({ name, ...(code && { code }) })
      .where(eq(unit.id, root.id));
    const trace: Trace[] = [{ subject: 'unit', subjectId: root.id, after: input.unit }];
    for (const { office, ...admin } of input.admins) {
      const added = await addPerson(tx, { ...admin, unitId: root.id, roleClass: office }, context.now);
      await tx
        .insert(personRole)
        .values(rolesOfClass[office].map((role) => ({ personId: added.id, roleClass: office, role, grantedAt: context.now })));
      trace.push(added.trace);
    }
    return { result: {}, trace };
  },
);

/**
 * The first run: the root unit and the three administrators, with passwords that the person at the keyboard chooses.
 * There is no default password. Refuses: already done, equal logins or passwords, a password that does not meet the rules.
 */
export async function setUp(db: Db, input: Setup, rules: SecurityRules, now: Date) {
  if ((await setupStatus(db)).isSetUp) throw refuse('conflict', 'system.set_up_already');
  if (new Set(offices.map((o) => input[o].login)).size < offices.length) throw refuse('invalid', 'system.logins_equal');
  // Three keys in one hand are one key.
  if (new Set(offices.map((o) => input[o].password)).size < offices.length) throw refuse('invalid', 'system.passwords_equal');
  for (const office of offices) settle(acceptable(input[office].password, [input[office].login], rules.password));
  const admins = await Promise.all(
    offices.map(async (office) => {
      const { name, login, password } = input[office];
      return { office, name, login, passwordHash: await hashPassword(password) };
    }),
  );
  return store(db, { unit: input.unit, admins }, visitor, now);
}
