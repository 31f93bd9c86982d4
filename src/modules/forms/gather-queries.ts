import type { Actor } from '../../kernel/actor.ts';
import { dayOf, type Month } from '../../kernel/day.ts';
import { formatFen } from '../../kernel/money.ts';
import { refuse } from '../../kernel/refusal.ts';
import { columnIndex } from '../../kernel/sheet-row.ts';
import type { Reader } from '../../platform/db.ts';
import { type CellWrite, type FormValue, type FormWrites, type ListWrite, placeOf } from '../../platform/sheet/form/fill.ts';
import type { FigureValue } from '../figures/contract.ts';
import type { FigureKey } from '../figures/domain/card.ts';
import { figureValues } from '../figures/queries.ts';
import { unitIdsBelow, unitTree } from '../identity/queries.ts';
import { type Binding, type DrawnSheet, type FigureBinding, type ListBinding, placeIn } from './domain/binding.ts';
import { type Filled, filledFor, periodOf, textOf } from './domain/period.ts';
import type { Used, UsedFigure } from './domain/used.ts';
import { listRows } from './list-queries.ts';

export type Asked = Readonly<{ month: Month; unit: Readonly<{ id: string; name: string }>; preparer: string }>;
/** Units of the scope by id, and by the names they go by. */
type Units = Readonly<{ names: ReadonlyMap<string, string>; byName: ReadonlyMap<string, string> }>;
type Asking = Readonly<{ db: Reader; eyes: Actor; now: Date; filled: Filled; unitId: string; units: Units }>;

/**
 * A filled form leaves the hands of who made it, so it is read with the eyes of one who sees the whole unit and need not know who is
 * still in talks: such investors stand masked. Whether the actor may fill it for the unit at all is decided before.
 */
const eyesOf = (actor: Actor): Actor => ({ ...actor, roles: ['statistics'] });

/** Everything that the bindings of a form ask for, as what is written into which cell, and the figures it was. Refuses form.unit_out_of_scope. */
export async function gather(
  db: Reader,
  { bindings, sheets }: Readonly<{ bindings: readonly Binding[]; sheets: readonly DrawnSheet[] }>,
  { month, unit, preparer }: Asked,
  maker: Actor,
  now: Date,
): Promise<{ writes: FormWrites; used: Used }> {
  const today = dayOf(now);
  const filled = filledFor(month, today);
  const asking = { db, eyes: eyesOf(maker), now, filled, unitId: unit.id, units: await unitsOf(db, unit.id) };
  const figures = await answered(asking, bindings, sheets);
  const texts = bindings.flatMap((b): CellWrite[] =>
    b.kind === 'text' ? [written(b, { kind: 'text', text: textOf(b, { unit: unit.name, today, preparer, filled }) })] : [],
  );
  const lists: ListWrite[] = [];
  for (const b of bindings) if (b.kind === 'list') lists.push(await listWrite(asking, b));
  const cells = [...texts, ...figures.answers.flatMap((a) => (a.value === null ? [] : [written(a.binding, a.value)]))];
  const writes = { cells, lists };
  const placed = (b: Pick<Binding, 'sheet' | 'cell'>) => ({
    sheet: b.sheet,
    cell: placeOf(writes, { sheet: b.sheet, ...placeIn(b.cell) }),
  });
  return {
    writes,
    used: {
      figures: figures.answers.map(({ binding, used }) => ({ ...used, ...placed(binding) })),
      lists: bindings.flatMap((b) => {
        const list = b.kind === 'list' ? lists.find((l) => l.sheet === b.sheet && l.first === placeIn(b.cell).row) : undefined;
        return list && b.kind === 'list' ? [{ ...placed(b), source: b.source, rows: list.rows.length }] : [];
      }),
      left: figures.left.map(({ binding, found }) => ({ ...placed(binding), found })),
    },
  };
}
const written = (b: Pick<Binding, 'sheet' | 'cell'>, value: FormValue): CellWrite => ({ sheet: b.sheet, ...placeIn(b.cell), value });

async function unitsOf(db: Reader, unitId: string): Promise<Units> {
  const below = new Set(await unitIdsBelow(db, unitId));
  const units = (await unitTree(db)).filter((u) => below.has(u.id));
  // Of two units of one name the one that stands higher is meant.
  const named = units.toReversed().flatMap((u) => [u.name, ...(u.shortName ? [u.shortName] : [])].map((name) => [name, u.id] as const));
  return { names: new Map(units.map((u) => [u.id, u.name])), byName: new Map(named) };
}

type Answer = Readonly<{ binding: FigureBinding; value: FormValue | null; used: Omit<UsedFigure, 'sheet' | 'cell'> }>;
type Placed = Readonly<{ binding: FigureBinding; unitId: string }>;

/** Every bound figure. Questions of one unit and period are asked together. */
async function answered(asking: Asking, bindings: readonly Binding[], sheets: readonly DrawnSheet[]) {
  const left: { binding: FigureBinding; found: string }[] = [];
  const placed: Placed[] = [];
  for (const binding of bindings) {
    if (binding.kind !== 'figure') continue;
    const { unitId, found } = unitOf(binding, asking, sheets);
    if (unitId) placed.push({ binding, unitId });
    else left.push({ binding, found });
  }
  const answers: Answer[] = [];
  const questions = Map.groupBy(placed, ({ binding, unitId }) => JSON.stringify({ unitId, ...periodOf(binding, asking.filled) }));
  for (const [question, group] of questions) {
    const { unitId, from, through } = JSON.parse(question) as { unitId: string; from: string | null; through: string };
    const keys = [...new Set(group.map((g) => g.binding.key))];
    const values = await valuesOf(asking, { unitId, from: from ?? undefined, through }, keys);
    for (const { binding } of group)
      answers.push(answer(binding, values.get(binding.key)!, { unitId, unitName: asking.units.names.get(unitId)!, from, through }));
  }
  return { answers, left };
}

async function valuesOf(
  { db, eyes, now }: Asking,
  query: { unitId: string; from: string | undefined; through: string },
  keys: readonly FigureKey[],
) {
  const { figures } = await figureValues(db, query, eyes, now, keys);
  return new Map(figures.map((f) => [f.key, f]));
}

function unitOf({ scope, sheet, cell }: FigureBinding, { unitId, units }: Asking, sheets: readonly DrawnSheet[]) {
  if (scope.kind === 'mine') return { unitId, found: '' };
  if (scope.kind === 'unit') {
    if (!units.names.has(scope.unitId)) throw refuse('invalid', 'form.unit_out_of_scope', { sheet, cell });
    return { unitId: scope.unitId, found: '' };
  }
  const found = textAt(
    sheets.find((s) => s.name === sheet)!,
    placeIn(cell).row,
    columnIndex(scope.column),
  ).trim();
  return { unitId: units.byName.get(found) ?? null, found };
}
/** The text of a cell, or of the merged cell that covers it. */
function textAt({ cells, merges }: DrawnSheet, row: number, column: number): string {
  const m = merges.find((x) => row >= x.top && row <= x.bottom && column >= x.left && column <= x.right);
  return cells.find((c) => c.row === (m?.top ?? row) && c.column === (m?.left ?? column))?.text ?? '';
}

type Question = Pick<UsedFigure, 'unitId' | 'unitName' | 'from' | 'through'>;
function answer(binding: FigureBinding, figure: FigureValue, question: Question): Answer {
  const { key, part } = binding;
  const value = valueIn(binding, figure);
  const shown = value === null ? '' : value.kind === 'percent' ? `${value.decimal}%` : value.decimal;
  const { version, value: whole, ratio } = figure;
  return { binding, value, used: { key, part, version, ...question, value: whole, ratio, shown } };
}
type Number = Extract<FormValue, { decimal: string }>;
/** A figure as the cell shows it; nothing where a rate divides by nothing. */
function valueIn({ part, amountUnit, decimals }: FigureBinding, { key, kind, value, ratio }: FigureValue): Number | null {
  const amount = (fen: number): Number => ({ kind: 'number', decimal: formatFen(fen, amountUnit, decimals) });
  const count = (n: number): Number => ({ kind: 'number', decimal: String(n) });
  if (!ratio) return kind === 'amount' ? amount(value!) : count(value!);
  if (part === 'value') return ratio.percent === null ? null : { kind: 'percent', decimal: ratio.percent };
  return key === 'arrival_rate' ? amount(ratio[part]) : count(ratio[part]);
}

async function listWrite({ db, eyes, filled, unitId, units }: Asking, b: ListBinding): Promise<ListWrite> {
  const own = b.filter['unit'];
  if (own !== undefined && !units.names.has(own)) throw refuse('invalid', 'form.unit_out_of_scope', { sheet: b.sheet, cell: b.cell });
  const rows = await listRows(db, b, { ...b.filter, unit: own ?? unitId }, filled, eyes);
  return { sheet: b.sheet, first: placeIn(b.cell).row, last: b.lastRow, columns: b.columns.map((c) => columnIndex(c.column)), rows };
}
