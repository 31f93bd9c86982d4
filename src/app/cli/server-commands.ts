import type { Command } from 'commander';
import { loadConfig } from '../../platform/config.ts';
import { createLog } from '../../platform/log.ts';
import { migrate } from '../../platform/migrate.ts';
import { openPostgres } from '../../platform/postgres.ts';
import { openRuntime, orClose } from '../runtime.ts';
import { print } from './output.ts';

export function serverCommands(root: Command): void {
  root
    .command('start')
    .description('start the server')
    .action(async ({ json }: { json?: boolean }) => {
      const config = loadConfig();
      const runtime = await openRuntime(config, createLog(config.logLevel), { join: false });
      const { address } = await orClose(runtime, async () => {
        // Loaded only now: it takes a while, and the database can come up meanwhile.
        const { serve, stopOnSignals } = await import('../serve.ts');
        const served = await serve(runtime);
        stopOnSignals(runtime, served.app);
        return served;
      });
      print(json === true, { address, dataDir: config.dataDir }, () => [`筑巢 Zhuchao  ${address}`, `data  ${config.dataDir}`]);
    });
  root
    .command('migrate')
    .description('bring the database to the newest schema')
    .action(async ({ json }: { json?: boolean }) => {
      const postgres = await openPostgres(loadConfig(), { join: true });
      try {
        const applied = await migrate(postgres.ownerUrl);
        print(json === true, { applied }, () => (applied.length ? applied : ['nothing to do']));
      } finally {
        await postgres.stop();
      }
    });
}
