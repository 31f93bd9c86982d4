import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { refuse } from '../../kernel/refusal.ts';
import { chainLines } from '../../modules/identity/audit-queries.ts';
import { auditHead, checkAudit, linkAudit } from '../../platform/audit-chain.ts';
import { print } from './output.ts';
import { withRuntime } from './with-runtime.ts';

function anchorOf(text: string | undefined) {
  if (text === undefined) return undefined;
  const [, position, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (!position || !hash) throw refuse('invalid', 'log.anchor', { found: text, expected: 'position:hash' });
  return { position: Number(position), hash };
}

export function logCommands(root: Command): void {
  root
    .command('verify-log')
    .description('recompute the hash chain over the audit trace and name every entry that is not as it was written')
    .option('--anchor <position:hash>', 'a link noted outside the system earlier, which must be in the chain')
    .option('--json', 'print one JSON document')
    .action(({ anchor, json }: { anchor?: string; json?: boolean }) =>
      withRuntime(async ({ db }) => {
        await linkAudit(db);
        const found = await checkAudit(db, { anchor: anchorOf(anchor) });
        print(json === true, found, () => [
          `${found.checked} entries, newest link ${found.position}:${found.hash}`,
          ...(found.isClean ? ['no difference'] : found.faults.map((f) => JSON.stringify(f))),
        ]);
        if (!found.isClean) process.exitCode = 1;
      }),
    );
  root
    .command('export-log')
    .description('every audit entry with its link, as text that anyone can check')
    .requiredOption('--out <file>', 'the file to write')
    .option('--json', 'print one JSON document')
    .action(({ out, json }: { out: string; json?: boolean }) =>
      withRuntime(async ({ db }) => {
        await linkAudit(db);
        await pipeline(Readable.from(chainLines(db)), createWriteStream(out, { mode: 0o600 }));
        const { position, hash } = await auditHead(db);
        print(json === true, { file: out, position, hash }, () => [out, `newest link ${position}:${hash}`]);
      }),
    );
}
