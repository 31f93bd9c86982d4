import type { Command } from 'commander';
import { verify } from '../wiring.ts';
import { print } from './output.ts';
import { withRuntime } from './with-runtime.ts';

export function verifyCommand(root: Command): void {
  root
    .command('verify')
    .description('recompute every running total from its rows and every file from its content')
    .option('--json', 'print one JSON document')
    .action(({ json }: { json?: boolean }) =>
      withRuntime(async ({ db, files }) => {
        const found = await verify(db, files);
        const isClean = found.differences.length === 0 && found.damagedFiles.length === 0;
        print(json === true, { isClean, ...found }, () =>
          isClean ? ['no difference'] : [...found.differences, ...found.damagedFiles].map((d) => JSON.stringify(d)),
        );
        if (!isClean) process.exitCode = 1;
      }),
    );
}
