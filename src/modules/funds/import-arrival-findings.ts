import type { RuleFinding } from '../../kernel/import-row.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import type { ImportAct } from '../../platform/import-kind.ts';
import type { NewArrival } from './contract.ts';
import type { ArrivalFault } from './domain/arrival-check.ts';
import { findingOf } from './import-finding.ts';
import type { HeldArrival } from './import-queries.ts';
import { examineArrivals } from './known-queries.ts';

/** An arrival that a file would write, and the one in whose place it comes. */
export type Pending = Readonly<{ row: number; arrival: NewArrival; instead: HeldArrival | null }>;
type Placed = RuleFinding & Readonly<{ row: number }>;

/** Rows judged together; a project's rows are never divided. */
const atOnce = 1000;
/** Faults of a whole project: told once, where its sum goes too far and stays there. */
const ofProject: readonly ArrivalFault['code'][] = ['arrived_above_total', 'arrived_above_agreed'];

/** What the whole file does to the sums of each project, and which vouchers it uses twice. */
export async function lateFindings(db: Reader, pending: readonly Pending[], act: ImportAct): Promise<Placed[]> {
  const groups = [...Map.groupBy(pending, (p) => p.arrival.projectId).values()];
  const found: Placed[] = [];
  let some: Pending[] = [];
  for (const group of groups) {
    some.push(...group);
    if (some.length < atOnce) continue;
    found.push(...(await judged(db, some, act)));
    some = [];
  }
  if (some.length > 0) found.push(...(await judged(db, some, act)));
  const told = new Set(found.filter((f) => f.code === 'arrival.same_voucher').map((f) => f.row));
  return [...found, ...[...sameVouchers(pending)].filter((f) => !told.has(f.row))];
}

type Step = Readonly<{ row: number; arrival: NewArrival; own: string | null }>;
/** What a row takes the place of is taken back first, as it will be; that step is no row. */
const stepsOf = ({ row, arrival, instead }: Pending): Step[] =>
  instead
    ? [
        { row: 0, arrival: takenBack(arrival, instead), own: null },
        { row, arrival, own: instead.voucherNo },
      ]
    : [{ row, arrival, own: null }];

async function judged(db: Reader, rows: readonly Pending[], act: ImportAct): Promise<Placed[]> {
  const steps = rows.flatMap(stepsOf);
  const answers = await examineArrivals(
    db,
    steps.map((s) => s.arrival),
    act,
  );
  const found: Placed[] = [];
  const above = new Map<string, Placed | null>();
  for (const [i, answer] of answers.entries()) {
    if (answer instanceof Refusal || steps[i]!.row === 0) continue;
    found.push(...ofRow(steps[i]!, answer.faults));
    noteAbove(above, steps[i]!, answer.faults);
  }
  return [...found, ...[...above.values()].filter((f) => f !== null)];
}

const ofRow = ({ row, own }: Step, faults: readonly ArrivalFault[]): Placed[] =>
  faults
    .filter((f) => !ofProject.includes(f.code) && !(f.code === 'same_voucher' && f.voucherNo === own))
    .map((fault) => ({ row, ...findingOf(fault, 'amount') }));

/** Keeps the row at which a project's sum went too far, as long as it stays there. */
function noteAbove(above: Map<string, Placed | null>, { row, arrival }: Step, faults: readonly ArrivalFault[]) {
  if (faults.some((f) => f.code === 'cumulative_falls')) return;
  for (const code of ofProject) {
    const key = `${arrival.projectId} ${code}`;
    const fault = faults.find((f) => f.code === code);
    above.set(key, fault ? { ...findingOf(fault, 'amount'), row: above.get(key)?.row ?? row } : null);
  }
}

const takenBack = (arrival: NewArrival, instead: HeldArrival): NewArrival => ({
  ...arrival,
  arrivedOn: instead.arrivedOn,
  currency: instead.currency,
  rate: instead.rate,
  amountMinor: 0 - instead.amountMinor,
  voucherNo: null,
});

function* sameVouchers(pending: readonly Pending[]): Generator<Placed> {
  const first = new Map<string, number>();
  for (const { row, arrival } of pending) {
    if (!arrival.voucherNo) continue;
    const earlier = first.get(arrival.voucherNo);
    if (earlier === undefined) first.set(arrival.voucherNo, row);
    else
      yield {
        row,
        code: 'arrival.same_voucher',
        field: 'voucherNo',
        found: arrival.voucherNo,
        details: { row: earlier },
        severity: 'acknowledge',
      };
  }
}
