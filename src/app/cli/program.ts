import { Command } from 'commander';
import { backupCommands } from './backup-commands.ts';
import { demoCommand } from './demo-command.ts';
import { exportCommand } from './export-command.ts';
import { figuresCommands } from './figures-commands.ts';
import { importCommand } from './import-command.ts';
import { logCommands } from './log-commands.ts';
import { paperCommand } from './paper-command.ts';
import { serverCommands } from './server-commands.ts';
import { userCommands } from './user-commands.ts';
import { verifyCommand } from './verify-command.ts';

/** The command line: the same code as the server, on the same database, whether or not a server is running. */
export function program(): Command {
  const root = new Command('zhuchao').description('筑巢 Zhuchao: the ledger of investment promotion and project delivery');
  root.showHelpAfterError().enablePositionalOptions();
  for (const add of [
    serverCommands,
    demoCommand,
    figuresCommands,
    exportCommand,
    importCommand,
    paperCommand,
    verifyCommand,
    logCommands,
    backupCommands,
    userCommands,
  ])
    add(root);
  for (const command of root.commands) {
    if (!command.options.some((o) => o.long === '--json')) command.option('--json', 'print one JSON document');
  }
  return root;
}
