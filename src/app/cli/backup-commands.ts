import type { Command } from 'commander';
import { checkAudit } from '../../platform/audit-chain.ts';
import { writeBackup } from '../../platform/backup.ts';
import { loadConfig } from '../../platform/config.ts';
import { connect } from '../../platform/db.ts';
import { openFileStore } from '../../platform/files.ts';
import { openPostgres } from '../../platform/postgres.ts';
import { restoreBackup } from '../../platform/restore.ts';
import { verify } from '../wiring.ts';
import { print } from './output.ts';

export function backupCommands(root: Command): void {
  root
    .command('backup')
    .argument('<file>', 'the .tar.gz to write')
    .description('database and files as they are at one moment, beside a running server')
    .option('--json', 'print one JSON document')
    .action((file: string, { json }: { json?: boolean }) => backup(file, json === true));
  root
    .command('restore')
    .argument('<file>', 'a backup')
    .description('fills an empty installation from a backup and verifies it; no server may be running on it')
    .option('--json', 'print one JSON document')
    .action((file: string, { json }: { json?: boolean }) => restore(file, json === true));
}

/** The database as it is: an older schema is not brought forward first. */
async function backup(file: string, json: boolean) {
  const config = loadConfig();
  const postgres = await openPostgres(config, { join: true });
  try {
    const done = await writeBackup(postgres.ownerUrl, openFileStore(config), file, new Date());
    print(json, done, () => [
      `${done.file}  ${(done.bytes / 2 ** 20).toFixed(1)} MB  ${done.tables} tables, ${done.rows} rows, ${done.files} files`,
      ...done.missingFiles.map((sha256) => `not in the file store: ${sha256}`),
    ]);
    if (done.missingFiles.length) process.exitCode = 1;
  } finally {
    await postgres.stop();
  }
}

async function restore(file: string, json: boolean) {
  const config = loadConfig();
  const files = openFileStore(config);
  const postgres = await openPostgres(config);
  try {
    const done = await restoreBackup(postgres.ownerUrl, files, file);
    const { db, close } = connect(postgres.appUrl);
    try {
      const found = await verify(db, files);
      const log = await checkAudit(db);
      const isClean = log.isClean && found.differences.length === 0 && found.damagedFiles.length === 0;
      print(json, { ...done, isClean, ...found, log }, () => [
        `backup of ${done.madeAt}: ${done.tables} tables, ${done.rows} rows, ${done.files} files`,
        ...(done.migrated.length ? [`brought to the newest schema: ${done.migrated.join(', ')}`] : []),
        isClean ? 'no difference' : JSON.stringify({ ...found, log }),
      ]);
      if (!isClean) process.exitCode = 1;
    } finally {
      await close();
    }
  } finally {
    await postgres.stop();
  }
}
