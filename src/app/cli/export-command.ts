import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { refuse } from '../../kernel/refusal.ts';
import { fundsContract } from '../../modules/funds/contract.ts';
import { exportAgreements, exportArrivals, exportInvestments } from '../../modules/funds/export-queries.ts';
import { unitsByCode } from '../../modules/identity/queries.ts';
import { projectsContract } from '../../modules/projects/contract.ts';
import { exportProjects } from '../../modules/projects/export-queries.ts';
import type { Db } from '../../platform/db.ts';
import type { Actor } from '../../kernel/actor.ts';
import { print } from './output.ts';
import { actorFor, withRuntime } from './with-runtime.ts';

type Asked = { unit?: string; format: 'xlsx' | 'csv'; amountUnit: string };
type Export = (db: Db, asked: Asked, actor: Actor, now: Date) => ReturnType<typeof exportProjects>;

/** The same answers as the lists' export buttons, checked by the same contracts. */
const exports: Readonly<Record<string, Export>> = {
  project: (db, asked, actor, now) => exportProjects(db, projectsContract.export.query.parse(asked), actor, now),
  agreement: (db, asked, actor, now) => exportAgreements(db, fundsContract.exportAgreements.query.parse(asked), actor, now),
  arrival: (db, asked, actor, now) => exportArrivals(db, fundsContract.exportArrivals.query.parse(asked), actor, now),
  investment: (db, asked, actor, now) => exportInvestments(db, fundsContract.exportInvestments.query.parse(asked), actor, now),
};

export function exportCommand(root: Command): void {
  root
    .command('export')
    .description('a list as a spreadsheet')
    .addOption(new Option('--kind <kind>', 'which list').choices(Object.keys(exports)).default('project'))
    .requiredOption('--out <file>', 'the file to write')
    .addOption(new Option('--format <format>', 'file format').choices(['xlsx', 'csv']).default('xlsx'))
    .option('--unit <code>', 'a unit and all below it')
    .addOption(new Option('--amount-unit <unit>', 'unit of amounts').choices(['元', '万元', '亿元']).default('万元'))
    .option('--as <login>', 'as that person would see it')
    .option('--json', 'print one JSON document')
    .action((o: { kind: string; out: string; format: 'xlsx' | 'csv'; unit?: string; amountUnit: string; as?: string; json?: boolean }) =>
      withRuntime(async (runtime) => {
        const actor = await actorFor(runtime, o.as);
        const unit = o.unit === undefined ? undefined : (await unitsByCode(runtime.db)).get(o.unit);
        if (o.unit !== undefined && !unit) throw refuse('not_found', 'unit.unknown', { found: o.unit });
        const asked = { format: o.format, amountUnit: o.amountUnit, ...(unit && { unit }) };
        const { body } = await exports[o.kind]!(runtime.db, asked, actor, new Date());
        await pipeline(body instanceof Readable ? body : Readable.from([body]), createWriteStream(o.out));
        print(o.json === true, { file: o.out }, () => [o.out]);
      }),
    );
}
