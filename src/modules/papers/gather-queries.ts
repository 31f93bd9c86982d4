import { sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { dayOf, type Month, monthOf, type PartialDate } from '../../kernel/day.ts';
import type { Fen } from '../../kernel/money.ts';
import type { Reader, Tx } from '../../platform/db.ts';
import type { FigureQuery, FigureRow } from '../figures/contract.ts';
import type { FigureKey } from '../figures/domain/card.ts';
import { facts } from '../figures/facts-queries.ts';
import { groupsIn } from '../figures/group-queries.ts';
import { countedDates, rowsOf, valuesOf } from '../figures/queries.ts';
import { laidOut, type Reading, readingFor } from '../figures/reading-queries.ts';
import { silentUnits } from '../figures/reporting-queries.ts';
import type { Closing } from '../funds/month-queries.ts';
import {
  type FigureSet,
  industryKeys,
  type Listed,
  type ListedProject,
  monthKeys,
  type MonthlyFigures,
  unitKeys,
  type Value,
} from './domain/monthly-figures.ts';
import { monthsOfYear, type Period, type PeriodName, periodsOf } from './domain/period.ts';

/** Longer lists are in the annex. */
const mostListed = 30;
const mostOfOwn = 20;
/** A workbook people can still open; what is beyond is summed in a line of its own. */
const rowsKept = { excluded: false, page: 1, size: 50_000 };

/** What is asked of the figures, and who asks. */
type Asker = Readonly<{
  db: Reader;
  actor: Actor;
  now: Date;
  unitId: string;
  /** The closed month that is asked. */ asOf: Month | undefined;
}>;
export type PaperUnit = MonthlyFigures['unit'];

/**
 * A paper leaves the hands of who made it, so it is gathered with the eyes of one who sees the whole unit and need not know who is
 * still in talks: such investors stand masked. Whether the actor may make it at all is decided before.
 */
export const readerOf = (actor: Actor): Actor => ({ ...actor, roles: ['statistics'] });

const question = ({ unitId, asOf }: Asker, { from, through }: Period): FigureQuery => ({ unitId, from: from ?? undefined, through, asOf });

const readingOf = (ask: Asker, period: Period): Promise<Reading> =>
  readingFor(ask.db, question(ask, period), ask.actor, ask.now, 'entries');

const valueOf = ({ value, ratio, rows, version }: Value): Value => ({ value, ratio, rows, version });
async function setOf<K extends FigureKey>(ask: Asker, period: Period, keys?: readonly K[]): Promise<Readonly<Record<K, Value>>> {
  return setIn(ask.db, await readingOf(ask, period), keys);
}
async function setIn<K extends FigureKey>(db: Reader, reading: Reading, keys?: readonly K[]): Promise<Readonly<Record<K, Value>>> {
  const { figures } = await valuesOf(db, reading, keys);
  return Object.fromEntries(figures.map((f) => [f.key, valueOf(f)])) as Record<K, Value>;
}

type Grouped<K extends FigureKey> = { bucket: string; name: string; rank: number | null; values: Record<K, Value> };
/** Some figures cut by a dimension; `rank` is that of the second one. */
async function groupsOf<K extends FigureKey>(
  db: Reader,
  reading: Reading,
  dimension: 'unit' | 'industry',
  keys: readonly K[],
): Promise<Grouped<K>[]> {
  const found = new Map<string, Grouped<K>>();
  for (const { groups, ...figure } of await groupsIn(db, reading, keys, dimension)) {
    const key = figure.key as K;
    for (const { bucket, label, rank, value, ratio, rows } of groups) {
      const group = found.get(bucket ?? '') ?? { bucket: bucket ?? '', name: label ?? '', rank: null, values: {} as Record<K, Value> };
      group.values[key] = { value, ratio, rows, version: '' };
      if (key === 'signed_amount') group.rank = rank;
      found.set(group.bucket, group);
    }
  }
  return [...found.values()];
}
const none: Value = { value: 0, ratio: null, rows: 0, version: '' };
/** Groups that some figure leaves out (an industry without a code) get nothing there. */
const completed = <K extends FigureKey>(group: Grouped<K>, keys: readonly K[], versions: FigureSet): Grouped<K> => ({
  ...group,
  values: Object.fromEntries(keys.map((key) => [key, { ...(group.values[key] ?? none), version: versions[key].version }])) as Record<
    K,
    Value
  >,
});
const isEmpty = (values: Readonly<Record<string, Value>>) =>
  Object.values(values).every((v) => !v.value && !v.ratio?.denominator && !v.ratio?.numerator);

/** A paper's figures, and the rows behind them for its annex. */
export type Gathered = Readonly<{ figures: MonthlyFigures; rows: AnnexRows }>;

type Wanted = Readonly<{
  month: Month;
  unit: PaperUnit;
  /** The standing closing of the month, when figures are to be as of it. */ closing: Closing | null;
}>;
/** Reads everything a monthly analysis and its annex are written from; in one transaction that sees one state of the ledger. */
export async function gather(db: Tx, { month, unit, closing }: Wanted, maker: Actor, now: Date): Promise<Gathered> {
  const ask: Asker = { db, actor: readerOf(maker), now, unitId: unit.id, asOf: closing?.month };
  const made = { month, madeOn: dayOf(now) };
  const periods = periodsOf(made);
  const sets = {} as Record<PeriodName, FigureSet | null>;
  const readings = {} as Record<PeriodName, Reading | null>;
  for (const [name, period] of Object.entries(periods) as [PeriodName, Period | null][]) {
    const reading = period && (await laidOut(db, await readingOf(ask, period), name));
    readings[name] = reading;
    sets[name] = reading && (await setIn<FigureKey>(db, reading));
  }
  const months = [];
  for (const line of monthsOfYear(made)) months.push({ ...line, values: await setOf(ask, line, monthKeys) });
  const versions = sets.total!;
  const total = readings.total!;
  const allUnits = (await groupsOf(db, total, 'unit', unitKeys)).map((g) => completed(g, unitKeys, versions));
  const industries = (await groupsOf(db, total, 'industry', industryKeys)).map((g) => completed(g, industryKeys, versions));
  const dates = await countedDates(db, total.scope);
  const rows = await annexRows(db, total, readings.current!);
  const units = allUnits.filter((u) => !isEmpty(u.values)).map((u) => (u.bucket === unit.id ? { ...u, name: `${u.name}本级` } : u));
  const figures: MonthlyFigures = {
    ...made,
    unit,
    asOf: now.toISOString(),
    closing: closing && { month: closing.month, closedOn: dayOf(new Date(closing.closedAt)) },
    dates: { started: dates.started?.zh ?? null, production: dates.production?.zh ?? null },
    investedFrom: total.thresholds.investedMinTotalFen,
    periods: sets,
    months,
    units,
    industries: industries.filter((i) => !isEmpty(i.values)).map((i) => (i.bucket === '' ? { ...i, name: '未登记行业' } : i)),
    signed: largest(rows.signed),
    opened: largest(rows.opened),
    produced: largest(rows.produced),
    projects: allUnits.length > 1 ? null : largestOwn(rows.arrival_rate),
    reporting: withProjects(await silentUnits(db, total, periods.current.from!, monthOf(periods.current.through)!), units),
  };
  return { figures, rows };
}

/** Of the units that report, those that had projects by then. */
function withProjects({ units, silent }: MonthlyFigures['reporting'], known: readonly { bucket: string }[]): MonthlyFigures['reporting'] {
  const had = silent.filter((u) => known.some((k) => k.bucket === u.id));
  return { units: units - (silent.length - had.length), silent: had };
}

const largest = (items: readonly ListedProject[]): Listed => ({
  items: items.toSorted((a, b) => b.amount - a.amount).slice(0, mostListed),
  count: items.length,
  amount: items.reduce((sum, p) => sum + p.amount, 0),
});
const largestOwn = ({ items, total }: FigureRows) => {
  const projects = items.map((r) => ({ id: r.projectId, name: r.name, stage: r.stage, agreed: r.denominatorValue ?? 0, arrived: r.value }));
  return { items: projects.toSorted((a, b) => b.agreed - a.agreed).slice(0, mostOfOwn), count: total };
};

export type FigureRows = Awaited<ReturnType<typeof rowsOf>>;
/** Rows whose sum is the figure of that name, and the lists of what is new. */
export type AnnexRows = Readonly<Record<'arrival_rate' | 'arrived_amount' | 'invested_amount' | 'waiting_count', FigureRows>> &
  Readonly<Record<'signed' | 'opened' | 'produced', readonly ListedProject[]>>;

async function annexRows(db: Reader, total: Reading, current: Reading): Promise<AnnexRows> {
  const listOf = (key: FigureKey, reading: Reading) => rowsOf(db, reading, key, rowsKept);
  const arrival_rate = await listOf('arrival_rate', total);
  const arrived_amount = await listOf('arrived_amount', total);
  const invested_amount = await listOf('invested_amount', total);
  const waiting_count = await listOf('waiting_count', total);
  const signed = (await listOf('signed_amount', current)).items.map((r) => listedAs(r, r.signedOn, r.value));
  const [opened, produced] = [(await listOf('opened_count', current)).items, (await listOf('put_into_production_count', current)).items];
  const details = await detailsOf(
    db,
    current,
    [...opened, ...produced].map((r) => r.projectId),
  );
  const detailed = (items: readonly FigureRow[], date: 'startedOn' | 'productionOn') =>
    items.map((r) => listedAs(r, details.get(r.projectId)?.[date] ?? null, details.get(r.projectId)?.total ?? 0));
  const lists = { signed, opened: detailed(opened, 'startedOn'), produced: detailed(produced, 'productionOn') };
  return { arrival_rate, arrived_amount, invested_amount, waiting_count, ...lists };
}
const listedAs = ({ projectId, code, name, unitName }: FigureRow, date: PartialDate | null, amount: Fen): ListedProject => ({
  id: projectId,
  code,
  name,
  unitName,
  date,
  amount,
});

type Detail = { id: string; startedOn: PartialDate | null; productionOn: PartialDate | null; total: Fen };
async function detailsOf(db: Reader, { units, scope }: Reading, ids: readonly string[]): Promise<Map<string, Detail>> {
  if (ids.length === 0) return new Map();
  const { rows } = await db.execute<Detail>(sql`${facts(units, scope, { only: [...new Set(ids)] })}
    select id, started_on as "startedOn", production_on as "productionOn", total from visible`);
  return new Map(rows.map((row) => [row.id, row]));
}
