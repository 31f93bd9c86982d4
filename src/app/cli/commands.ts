import type { Command } from 'commander';
import { backupCommands } from './backup-commands.ts';
import { demoCommand } from './demo-command.ts';
import { exportCommand } from './export-command.ts';
import { figuresCommands } from './figures-commands.ts';
import { importCommand } from './import-command.ts';
import { logCommands } from './log-commands.ts';
import { paperCommand } from './paper-command.ts';
import { userCommands } from './user-commands.ts';
import { verifyCommand } from './verify-command.ts';

/** Every command but those of the server itself, in the order of the help. */
export const commands: readonly ((root: Command) => void)[] = [
  demoCommand,
  figuresCommands,
  exportCommand,
  importCommand,
  paperCommand,
  verifyCommand,
  logCommands,
  backupCommands,
  userCommands,
];
