import { asc, eq } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import type { Fen } from '../../kernel/money.ts';
import type { Reader } from '../../platform/db.ts';
import { visibleProject } from '../projects/queries.ts';
import type { Agreement, Arrival, fundsContract, Investment } from './contract.ts';
import { counts } from './domain/agreement.ts';
import type { Ledger } from './domain/entry.ts';
import { may } from './policy.ts';
import { agreementRows, arrivalRows, investmentRows } from './row-queries.ts';
import { agreement, arrival, investment } from './tables.ts';

type C = typeof fundsContract;

/** Everything recorded with one project. A project the actor may not see is as unknown as one that never was. */
export async function fundsOfProject(db: Reader, id: string, actor: Actor): Promise<Result<C['ofProject']>> {
  const record = await visibleProject(db, id, actor);
  const agreements = await agreementRows(
    db,
    { where: eq(agreement.projectId, id), order: [asc(agreement.signedOn), asc(agreement.recordedAt), asc(agreement.id)] },
    actor,
  );
  const arrivals = await arrivalRows(
    db,
    { where: eq(arrival.projectId, id), order: [asc(arrival.arrivedOn), asc(arrival.recordedAt), asc(arrival.id)] },
    actor,
  );
  const investments = await investmentRows(
    db,
    { where: eq(investment.projectId, id), order: [asc(investment.month), asc(investment.recordedAt), asc(investment.id)] },
    actor,
  );
  const { agreedFen, attractedFen, fixedFen, arrivedFen, investedFen, signedOn } = record;
  return {
    agreements,
    arrivals: running(arrivals),
    investments: runningByYear(investments),
    totals: {
      agreedFen,
      attractedFen,
      fixedFen,
      arrivedFen,
      investedFen,
      signedOn,
      agreedBy: agreedBy(agreements),
      arrivedBy: arrivedBy(arrivals),
    },
    can: { record: may.record(actor, record) },
  };
}

function running(rows: readonly Arrival[]) {
  let cumulativeFen: Fen = 0;
  return rows.map((row) => ({ ...row, cumulativeFen: (cumulativeFen += row.amountFen) }));
}

function runningByYear(rows: readonly Investment[]) {
  let cumulativeFen: Fen = 0;
  const years: Record<string, Fen> = {};
  return rows.map((row) => {
    const year = row.month.slice(0, 4);
    years[year] = (years[year] ?? 0) + row.amountFen;
    cumulativeFen += row.amountFen;
    return { ...row, cumulativeFen, yearFen: years[year] };
  });
}

type Money = Readonly<{ currency: string; minor: number; fen: Fen }>;
/** CNY first, then by code; a currency whose rows cancelled out is not there. */
function byCurrency(rows: readonly Money[]): Money[] {
  const sums = new Map<string, Money>();
  for (const { currency, minor, fen } of rows) {
    const sum = sums.get(currency) ?? { minor: 0, fen: 0 };
    sums.set(currency, { currency, minor: sum.minor + minor, fen: sum.fen + fen });
  }
  const isYuan = ({ currency }: Money) => Number(currency === 'CNY');
  return [...sums.values()].filter((s) => s.minor !== 0).toSorted((a, b) => isYuan(b) - isYuan(a) || a.currency.localeCompare(b.currency));
}
const agreedBy = (rows: readonly Agreement[]) =>
  byCurrency(rows.filter(counts).map((r) => ({ currency: r.currency, minor: r.totalMinor, fen: r.totalFen })));
const arrivedBy = (rows: readonly Arrival[]) =>
  byCurrency(rows.map((r) => ({ currency: r.currency, minor: r.amountMinor, fen: r.amountFen })));

const ledgers = { agreement, arrival, investment };
/** Which project a row belongs to, or null: whoever may see the project may see what is filed with the row. */
export async function projectOfEntry(db: Reader, ledger: Ledger, id: string): Promise<string | null> {
  const table = ledgers[ledger];
  const [row] = await db.select({ projectId: table.projectId }).from(table).where(eq(table.id, id));
  return row?.projectId ?? null;
}
