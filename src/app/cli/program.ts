import { Command } from 'commander';
import { serverCommands } from './server-commands.ts';

/** The command line: the same code as the server, on the same database, whether or not a server is running. */
export async function program(asked = process.argv[2]): Promise<Command> {
  const root = new Command('zhuchao').description('筑巢 Zhuchao: the ledger of investment promotion and project delivery');
  root.showHelpAfterError().enablePositionalOptions();
  serverCommands(root);
  // A server that starts does not wait for what it never runs.
  if (asked !== 'start') for (const add of (await import('./commands.ts')).commands) add(root);
  for (const command of root.commands) {
    if (!command.options.some((o) => o.long === '--json')) command.option('--json', 'print one JSON document');
  }
  return root;
}
