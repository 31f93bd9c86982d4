import type { Command } from 'commander';
import { formatFen, grouped } from '../../kernel/money.ts';
import { refuse } from '../../kernel/refusal.ts';
import { cards, type FigureKey, figureKeys } from '../../modules/figures/domain/card.ts';
import type { FigureQuery, FigureValue } from '../../modules/figures/contract.ts';
import { kindWords, ledgerWords } from '../../modules/figures/domain/why-words.ts';
import { whyChanged } from '../../modules/figures/why-queries.ts';
import { figureRows, figureValues } from '../../modules/figures/queries.ts';
import { figureCurrencies } from '../../modules/figures/trend-queries.ts';
import { unitsByCode } from '../../modules/identity/queries.ts';
import type { Db } from '../../platform/db.ts';
import { print, table } from './output.ts';
import { actorFor, withRuntime } from './with-runtime.ts';

type Options = { unit?: string; asOf?: string; from?: string; through?: string; as?: string; json?: boolean };

const scoped = (command: Command) =>
  command
    .option('--unit <code>', 'a unit and all below it')
    .option('--as-of <day or month>', 'as recorded by the end of that day, YYYY-MM-DD, or as a month was closed, YYYY-MM')
    .option('--from <month>', 'first month of the period, YYYY-MM')
    .option('--through <day>', 'last day of the period, YYYY-MM-DD; today when not given')
    .option('--as <login>', 'as that person would see it')
    .option('--json', 'print one JSON document');

async function question(db: Db, o: Options): Promise<FigureQuery> {
  const unitId = o.unit === undefined ? undefined : (await unitsByCode(db)).get(o.unit);
  if (o.unit !== undefined && !unitId) throw refuse('not_found', 'unit.unknown', { found: o.unit });
  return { unitId, asOf: o.asOf, from: o.from, through: o.through };
}

function figureKey(figure: string): FigureKey {
  const key = figureKeys.find((k) => k === figure);
  if (!key) throw refuse('not_found', 'figure.unknown', { found: figure, expected: figureKeys });
  return key;
}

/** A figure as people write it: 48.33 亿元, 32.73% (15.82 / 48.33). */
export function shown({ key, kind, value, ratio }: FigureValue): string {
  if (kind === 'count') return String(value);
  if (kind === 'amount') return `${grouped(formatFen(value ?? 0, '亿元'))} 亿元`;
  const part = (n: number) => (key === 'arrival_rate' ? grouped(formatFen(n, '亿元')) : String(n));
  return ratio?.percent == null ? '—' : `${ratio.percent}% (${part(ratio.numerator)} / ${part(ratio.denominator)})`;
}

export function figuresCommands(root: Command): void {
  scoped(root.command('figures').description('every figure of the catalogue')).action((o: Options) =>
    withRuntime(async (runtime) => {
      const actor = await actorFor(runtime, o.as);
      const asked = await question(runtime.db, o);
      const [values, currencies] = await Promise.all([
        figureValues(runtime.db, asked, actor, new Date()),
        figureCurrencies(runtime.db, asked, actor, new Date()),
      ]);
      print(o.json === true, { ...values, currencies: currencies.currencies }, () =>
        table(values.figures.map((f) => [f.key, cards[f.key].zh.name, shown(f)])),
      );
    }),
  );
  scoped(root.command('rows <figure>').description('the rows a figure is made of'))
    .option('--excluded', 'the rows it leaves out', false)
    .action((figure: string, o: Options & { excluded: boolean }) =>
      withRuntime(async (runtime) => {
        const key = figureKey(figure);
        const actor = await actorFor(runtime, o.as);
        const asked = await question(runtime.db, o);
        const rows = await figureRows(runtime.db, key, { ...asked, excluded: o.excluded, page: 1, size: 1_000_000 }, actor, new Date());
        print(o.json === true, rows, () =>
          table(
            rows.items.map((r) => [
              r.code,
              r.name,
              r.unitName,
              r.stage,
              r.signedOn ?? '',
              String(r.value),
              r.denominatorValue === null ? '' : String(r.denominatorValue),
            ]),
          ),
        );
      }),
    );
  root
    .command('why <figure>')
    .description('the entries that changed a figure between two days or closings; they sum to the difference')
    .requiredOption('--from <day or month>', 'a day, YYYY-MM-DD, or a closed month, YYYY-MM')
    .option('--to <day or month>', 'the same; now when not given')
    .option('--unit <code>', 'a unit and all below it')
    .option('--as <login>', 'as that person would see it')
    .option('--json', 'print one JSON document')
    .action((figure: string, { from, to, ...o }: Options & { from: string; to?: string }) =>
      withRuntime(async (runtime) => {
        const key = figureKey(figure);
        const actor = await actorFor(runtime, o.as);
        const { unitId } = await question(runtime.db, o);
        const asked = { unitId, from: undefined, before: from, after: to, kind: undefined, page: 1, size: 1_000_000 };
        const why = await whyChanged(runtime.db, key, asked, actor, new Date());
        print(o.json === true, why, () =>
          table([
            ['kind', 'ledger', 'code', 'project', 'happened', 'booked', 'recorded', 'numerator', 'denominator'],
            ...why.items.map((e) => [
              kindWords[e.kind].zh,
              ledgerWords[e.ledger].zh,
              e.code,
              e.name,
              e.happenedOn ?? '',
              e.bookedOn ?? '',
              e.recordedAt ?? '',
              String(e.numerator),
              String(e.denominator),
            ]),
            ['合计', '', '', '', '', '', '', String(why.listed.numerator), String(why.listed.denominator)],
            ['未说明', '', '', '', '', '', '', String(why.remainder.numerator), String(why.remainder.denominator)],
          ]),
        );
      }),
    );
}
