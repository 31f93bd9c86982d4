import type { Command } from 'commander';
import { loadConfig } from '../../platform/config.ts';
import { createLog } from '../../platform/log.ts';
import { demoAccounts } from '../demo/people.ts';
import { loadDemoCollections } from '../demo/collections.ts';
import { loadDemoForms } from '../demo/forms.ts';
import { loadDemo } from '../demo/load.ts';
import { loadDemoPapers } from '../demo/papers.ts';
import { openRuntime, orClose } from '../runtime.ts';
import { serve, stopOnSignals } from '../serve.ts';
import { print, table } from './output.ts';

type Options = { serve: boolean; json?: boolean };

const accountLines = () =>
  table([['login', 'password', 'unit', 'role'], ...demoAccounts.map((a) => [a.login, a.password, a.unit, `${a.role}  ${a.post}`])]);

export function demoCommand(root: Command): void {
  root
    .command('demo')
    .description('fill an empty installation with an invented district and serve it')
    .option('--no-serve', 'only fill it')
    .option('--json', 'print one JSON document')
    .action(async (o: Options) => {
      const config = loadConfig();
      const runtime = await openRuntime(config, createLog(process.env['LOG_LEVEL'] ?? 'warn'), { join: !o.serve });
      const { loaded } = await orClose(runtime, async () => {
        const now = new Date();
        const done = await loadDemo(runtime.db, now);
        await loadDemoForms(runtime, now);
        await loadDemoCollections(runtime.db, now);
        await loadDemoPapers(runtime, now);
        return done;
      });
      if (!o.serve) {
        await runtime.close();
        return print(o.json === true, { loaded, accounts: demoAccounts }, () => [
          loaded ? 'demo data loaded' : 'demo data was there already',
          '',
          ...accountLines(),
        ]);
      }
      const { app, address } = await orClose(runtime, () => serve(runtime));
      stopOnSignals(runtime, app);
      print(o.json === true, { loaded, address, accounts: demoAccounts }, () => [...accountLines(), '', `筑巢 Zhuchao (demo)  ${address}`]);
    });
}
