import { addMonths } from '../../kernel/day.ts';
import type { NewArrival } from '../../modules/funds/contract.ts';
import { arrivalFaultCodes } from '../../modules/funds/domain/arrival-check.ts';
import { listFlags } from '../../modules/recognition/flag-queries.ts';
import { refreshAllFlags, resolveFlag } from '../../modules/recognition/flag-commands.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Db } from '../../platform/db.ts';
import { type PlannedProject, wan } from './plan.ts';

type PlannedArrival = PlannedProject['arrivals'][number];
/** What an invented arrival is recorded as: its pieces come to its amount, or two arrivals of a month to that of both. */
type Pieces = readonly Partial<NewArrival>[];
type Oddities = Readonly<{ arrivals: ReadonlyMap<PlannedArrival, Pieces>; phones: ReadonlyMap<PlannedProject, string> }>;
const phone = '0952-2017788';
const acknowledged = (reason: string) => ({ acknowledged: { codes: [...arrivalFaultCodes], reason } });
type Planned = Readonly<{ plan: PlannedProject; arrival: PlannedArrival }>;
const arrivedOf = (plan: PlannedProject) => plan.arrivals.reduce((sum, a) => sum + a.amount, 0);

/** What is odd about some of the invented arrivals, so that there are red flags to look at. No sum of any month changes. */
export function odditiesOf(plans: readonly PlannedProject[]): Oddities {
  const all = plans.flatMap((plan) => plan.arrivals.map((arrival): Planned => ({ plan, arrival })));
  const latest = plans
    .flatMap((plan) => plan.arrivals.slice(-1).map((arrival): Planned => ({ plan, arrival })))
    .toSorted((a, b) =>
      a.arrival.month === b.arrival.month ? b.arrival.amount - a.arrival.amount : a.arrival.month < b.arrival.month ? 1 : -1,
    );
  const [first, second, third, fourth, fifth, sixth] = latest;
  const voucherNo = `JZ-${first!.arrival.month}-0417`;
  const twice = { voucherNo, ...acknowledged('同一凭证分记两个项目，待核实') };
  const lastYear = String(Number(third!.arrival.month.slice(0, 4)) - 1);
  const arrivals = new Map<PlannedArrival, Pieces>([
    [first!.arrival, [twice]],
    [second!.arrival, [twice]],
    [third!.arrival, [{ voucherNo: `JZ-${third!.arrival.month}-0102`, voucherOn: `${lastYear}-12-30` }]],
    [fourth!.arrival, [{ payer: '栖梧区城市建设投资有限公司' }]],
  ]);
  // Each of the others in a project of its own, of which nothing else is odd.
  const taken = new Set(latest.slice(0, 6).map((l) => l.plan));
  const before = first!.arrival.month;
  const free = ({ plan, arrival }: Planned) => !taken.has(plan) && !arrival.isLate && arrival.month < before;
  for (const odd of [roundInDecember, inAndOutAgain, aboveAgreed, beforeSigning]) {
    const found = odd(all.filter(free));
    for (const [{ plan, arrival }, pieces] of found) {
      arrivals.set(arrival, pieces);
      taken.add(plan);
    }
  }
  return { arrivals, phones: new Map([fifth!, sixth!].map(({ plan }) => [plan, phone])) };
}

type Odd = (free: readonly Planned[]) => readonly (readonly [Planned, Pieces])[];
const largest = (some: readonly Planned[]) => some.toSorted((a, b) => b.arrival.amount - a.arrival.amount)[0];

/** Three round sums in one December, and what is left of the amount. */
const roundInDecember: Odd = (free) => {
  const decembers = free.filter(({ arrival: a }) => a.month.endsWith('-12') && a.amount > 300);
  const last = decembers
    .map((d) => d.arrival.month)
    .toSorted()
    .at(-1);
  const found = largest(decembers.filter((d) => d.arrival.month === last));
  if (!found) return [];
  const { month, amount } = found.arrival;
  const round = Math.floor((amount - 1) / 300) * 100;
  const on = (day: number, wans: number) => ({ arrivedOn: `${month}-${day}`, amountMinor: wans * wan, ...acknowledged('年末集中拨付') });
  return [[found, [on(10, round), on(18, round), on(26, round), on(29, amount - round * 3)]]];
};

/** Twice the amount comes, and half of it leaves within the month. */
const inAndOutAgain: Odd = (free) => {
  const found = largest(free.filter(({ plan, arrival }) => arrivedOf(plan) + arrival.amount <= plan.agreed));
  if (!found) return [];
  const { month, amount } = found.arrival;
  const said = acknowledged('企业称资金调度，待核实');
  const out = { arrivedOn: `${month}-26`, amountMinor: 0 - amount * wan, remark: '转回投资方账户', ...said };
  return [[found, [{ arrivedOn: `${month}-09`, amountMinor: amount * 2 * wan, ...said }, out]]];
};

/** One project is said to have what came for another of its unit in that month: more than was agreed. */
const aboveAgreed: Odd = (free) => {
  for (const to of free) {
    const lacks = to.plan.agreed - arrivedOf(to.plan) + 20;
    const from = free.find(
      ({ plan, arrival: a }) => plan !== to.plan && plan.unitCode === to.plan.unitCode && a.month === to.arrival.month && a.amount > lacks,
    );
    if (!from) continue;
    const moved = (arrival: PlannedArrival, by: number) => ({
      amountMinor: (arrival.amount + by) * wan,
      ...acknowledged('超协议部分待补充协议'),
    });
    return [
      [to, [moved(to.arrival, lacks)]],
      [from, [moved(from.arrival, 0 - lacks)]],
    ];
  }
  return [];
};

/** It came before anything was signed, and was recorded with the month in which it was to come. */
const beforeSigning: Odd = (free) => {
  const early = free.find(({ plan, arrival }) => plan.arrivals[0] === arrival && arrival.month > plan.signedMonth!);
  if (!early) return [];
  const arrivedOn = `${addMonths(early.plan.signedMonth!, -1)}-20`;
  return [[early, [{ arrivedOn, ...acknowledged('签约前预付的土地竞买保证金') }]]];
};

/** The flags of the day, one of them looked into and resolved. */
export async function flagDemo(db: Db, keeper: Actor, now: Date): Promise<void> {
  await refreshAllFlags(db, now);
  const { items } = await listFlags(db, { page: 1, size: 1, code: 'voucher_year', state: 'open' }, keeper);
  for (const { id, projectId } of items)
    await resolveFlag(db, { projectId, flagId: id, reason: '年末付款、年初到账，已核对银行回单' }, keeper, now);
}
