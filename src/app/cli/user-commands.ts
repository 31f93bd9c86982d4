import type { Command } from 'commander';
import { type Role, roles } from '../../kernel/actor.ts';
import { refuse } from '../../kernel/refusal.ts';
import {
  createAccountAtMachine,
  grantRolesAtMachine,
  listAccounts,
  resetPasswordAtMachine,
} from '../../modules/identity/operator-commands.ts';
import { print, table } from './output.ts';
import { withRuntime } from './with-runtime.ts';

const collect = (value: string, before: Role[]) => {
  if (!roles.includes(value as Role)) throw refuse('invalid', 'role.unknown', { found: value, expected: roles });
  return [...before, value as Role];
};
type Json = { json?: boolean };

export function userCommands(root: Command): void {
  const user = root.command('user').description('accounts of this installation');
  user
    .command('list', { isDefault: true })
    .option('--json', 'print one JSON document')
    .action(({ json }: Json) =>
      withRuntime(async ({ db }) => {
        const accounts = await listAccounts(db);
        print(json === true, accounts, () =>
          table(accounts.map((a) => [a.login ?? '', a.name, a.unit, a.roles.join(','), a.isActive ? '' : 'closed'])),
        );
      }),
    );
  user
    .command('create <login> <name>')
    .description('an account with a one-time password')
    .option('--unit <code>', 'code of the unit; the root unit when not given')
    .option('--post <post>', 'post')
    .option('--role <role>', `one of ${roles.join(', ')}; may be repeated`, collect, [])
    .option('--json', 'print one JSON document')
    .action((login: string, name: string, o: Json & { unit?: string; post?: string; role: Role[] }) =>
      withRuntime(async ({ db }) => {
        const input = { login, name, roles: o.role, ...(o.unit && { unitCode: o.unit }), ...(o.post && { post: o.post }) };
        const created = await createAccountAtMachine(db, input, new Date());
        print(o.json === true, created, () => [`${login}  ${created.password}`]);
      }),
    );
  user
    .command('reset-password <login>')
    .description('a new one-time password')
    .option('--clear-totp', 'also remove the second factor', false)
    .option('--json', 'print one JSON document')
    .action((login: string, o: Json & { clearTotp: boolean }) =>
      withRuntime(async ({ db }) => {
        const reset = await resetPasswordAtMachine(db, { login, clearTotp: o.clearTotp }, new Date());
        print(o.json === true, reset, () => [`${login}  ${reset.password}`]);
      }),
    );
  user
    .command('grant <login>')
    .description('the roles the account holds from now on')
    .option('--role <role>', 'may be repeated', collect, [])
    .option('--json', 'print one JSON document')
    .action((login: string, o: Json & { role: Role[] }) =>
      withRuntime(async ({ db }) => {
        const granted = await grantRolesAtMachine(db, { login, roles: o.role }, new Date());
        print(o.json === true, granted, () => [`${login}  ${o.role.join(', ')}`]);
      }),
    );
}
