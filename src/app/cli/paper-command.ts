import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { refuse } from '../../kernel/refusal.ts';
import { unitsByCode } from '../../modules/identity/queries.ts';
import { makePaper } from '../../modules/papers/commands.ts';
import { downloadPaper, getPaper } from '../../modules/papers/queries.ts';
import type { Db } from '../../platform/db.ts';
import type { Download } from '../../platform/http.ts';
import { print, table } from './output.ts';
import { actorFor, withRuntime } from './with-runtime.ts';

type Options = { month: string; out: string; unit?: string; as?: string; json?: boolean };

/** What is printed of a paper: the figures of its first section. */
const keyFigures = ['signed_count', 'signed_amount', 'arrived_amount', 'arrival_rate', 'invested_count', 'invested_amount'];

async function unitIdOf(db: Db, code: string | undefined): Promise<string | undefined> {
  if (code === undefined) return undefined;
  const id = (await unitsByCode(db)).get(code);
  if (!id) throw refuse('not_found', 'unit.unknown', { found: code });
  return id;
}

async function write(folder: string, { filename, body }: Download): Promise<string> {
  const path = join(folder, filename.replace(/[/\\]/g, '_'));
  await pipeline(body instanceof Readable ? body : Readable.from([body]), createWriteStream(path));
  return path;
}

export function paperCommand(root: Command): void {
  const paper = root.command('paper').description('papers made from the figures');
  paper
    .command('monthly-analysis')
    .description('make the monthly analysis (月分析) as .docx with its .xlsx annex, keep it, and write both files')
    .requiredOption('--month <month>', 'the month it is about, YYYY-MM')
    .requiredOption('--out <dir>', 'folder for the two files')
    .option('--unit <code>', 'a unit and all below it; the whole district when not given')
    .option('--as <login>', 'made by that person')
    .option('--json', 'print one JSON document')
    .action((o: Options) =>
      withRuntime(async (runtime) => {
        const { db, files } = runtime;
        if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(o.month)) throw refuse('invalid', 'paper.month_unreadable', { field: 'month', found: o.month });
        const actor = await actorFor(runtime, o.as);
        const { id } = await makePaper(files)(db, { month: o.month, unitId: await unitIdOf(db, o.unit) }, actor);
        const made = await getPaper(db, id, actor);
        const folder = resolve(o.out);
        await mkdir(folder, { recursive: true });
        const docx = await write(folder, await downloadPaper(db, files, id, 'docx', actor));
        const xlsx = await write(folder, await downloadPaper(db, files, id, 'xlsx', actor));
        const figures = keyFigures.flatMap((ref) => made.content.numbers.filter((n) => n.ref === ref));
        const { title, month, unitName, edition, asOf } = made;
        print(o.json === true, { id, title, month, unit: unitName, edition, asOf, docx, xlsx, figures }, () => [
          title,
          docx,
          xlsx,
          '',
          ...table(figures.map((n) => [n.ref, n.name, n.text])),
        ]);
      }),
    );
}
