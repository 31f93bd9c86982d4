import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import type { Actor } from '../../kernel/actor.ts';
import { refuse } from '../../kernel/refusal.ts';
import { operatorActor } from '../../modules/identity/queries.ts';
import { bringFile, discardImport, type ImportRoom, setUpImport } from '../../modules/imports/commands.ts';
import { ImportSetup } from '../../modules/imports/domain/setup.ts';
import { kindOf } from '../../modules/imports/queries.ts';
import { foundRows, importResult, type ImportResult } from '../../modules/imports/result-queries.ts';
import { commitNow, runCheck } from '../../modules/imports/tasks.ts';
import { importKinds } from '../import-kinds.ts';
import type { Runtime } from '../parts.ts';
import { print } from './output.ts';
import { actorFor, withRuntime } from './with-runtime.ts';

type Options = {
  kind: string;
  mapping: string;
  sheet?: string;
  dryRun?: boolean;
  skipRefused?: boolean;
  reason: string;
  as?: string;
  json?: boolean;
};

/** Exit code when rows are refused and nothing was written. */
const rowsRefused = 3;
const shownLines = 50;

/** `import FILE`: the same check and commit as in the browser, with the mapping given in a file (docs/import.md). */
export function importCommand(root: Command): void {
  root
    .command('import <file>')
    .description('bring a list into the ledger: all of it as one act, or nothing')
    .requiredOption('--kind <kind>', importKinds.map((k) => k.key).join(' | '))
    .requiredOption('--mapping <file>', 'how the sheet is read: a JSON file (docs/import.md)')
    .option('--sheet <name>', 'sheet of the workbook; the first that holds something when not given')
    .option('--dry-run', 'check every row and write nothing', false)
    .option('--skip-refused', 'leave refused rows out; without it nothing is written while a row is refused', false)
    .option('--reason <text>', 'why rows that look wrong are right; kept with them', '命令行导入')
    .option('--as <login>', 'act as this person instead of the operator of the machine')
    .option('--json', 'print one JSON document')
    .action(async (file: string, options: Options) => {
      process.exitCode = await withRuntime((runtime) => run(runtime, file, options));
    });
}

async function run(runtime: Runtime, file: string, options: Options): Promise<number> {
  const { db, files } = runtime;
  const setup = await mappingOf(options);
  const actor = await importer(runtime, options);
  const room: ImportRoom = { db, files, kinds: importKinds };
  kindOf(importKinds, options.kind, actor);
  const { id } = await bringFile(room, await brought(file), options.kind, actor);
  const going = { progress: () => Promise.resolve(), signal: new AbortController().signal };
  try {
    await setUpImport(room, id, setup, actor);
    await runCheck(room, id, actor, going);
    const checked = await importResult(db, id);
    const mayWrite = !options.dryRun && (checked.refused.length === 0 || options.skipRefused === true);
    if (mayWrite) {
      const codes = [...new Set(checked.warnings.map((w) => w.code))];
      await commitNow(
        room,
        id,
        { skipRefused: options.skipRefused === true, acknowledged: { codes, reason: options.reason } },
        actor,
        going,
      );
    }
    const result = { ...checked, written: mayWrite };
    print(options.json === true, result, () => lines(result));
    return checked.refused.length > 0 && !mayWrite ? rowsRefused : 0;
  } finally {
    // What was not written is of no use to anybody later: the command is run again.
    await discardImport(db, { id, kinds: importKinds }, actor).catch(() => undefined);
  }
}

async function mappingOf({ mapping, sheet }: Options): Promise<ImportSetup> {
  const text = await readFile(mapping, 'utf8').catch((cause: unknown) => {
    throw refuse('invalid', 'import.mapping_unreadable', { file: mapping, reason: String(cause) });
  });
  const read = ImportSetup.safeParse(parsed(text, mapping));
  if (!read.success)
    throw refuse('invalid', 'import.mapping_shape', {
      problems: read.error.issues.map((i) => ({ at: i.path.join('.'), problem: i.message })),
    });
  return { ...read.data, ...(sheet !== undefined && { sheet }) };
}
function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw refuse('invalid', 'import.mapping_unreadable', { file, reason: cause instanceof Error ? cause.message : String(cause) });
  }
}

/** The operator acts in the one role that the kind needs. */
async function importer(runtime: Runtime, { as, kind }: Options): Promise<Actor> {
  const actor = await actorFor(runtime, as);
  const fits = importKinds.some((k) => k.key === kind && k.mayImport(actor));
  return as === undefined && !fits ? operatorActor(runtime.db, 'system_admin') : actor;
}

async function brought(path: string) {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw refuse('not_found', 'file.not_found', { path });
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return { name: basename(path), path, size: found.size, sha256: hash.digest('hex') };
}

function lines(result: ImportResult & { written: boolean }): string[] {
  const { rows, accepted, refused, warnings, totals, sums } = result;
  const money = totals.map((t) => `${t.field}: ${t.amount} ${t.currency} (${t.rows})`);
  const cut = (all: readonly string[], what: string) => [
    ...all.slice(0, shownLines),
    ...(all.length > shownLines ? [`… ${all.length - shownLines} more ${what}`] : []),
  ];
  return [
    `rows ${rows}  accepted ${accepted}  new ${result.new}  changed ${result.changed}  unchanged ${result.unchanged}  refused ${refused.length}`,
    ...money,
    ...sums.filter((s) => !s.agrees).map((s) => `row ${s.row} ${s.field}: the sheet says ${s.found}, its rows make ${s.expected}`),
    ...cut(foundRows(refused), 'refused'),
    ...cut(foundRows(warnings), 'warnings'),
    result.written ? (result.new + result.changed === 0 ? 'nothing to change' : 'written') : 'nothing was written',
  ];
}
