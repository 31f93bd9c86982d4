import type { NewArrival } from '../../modules/funds/contract.ts';
import { listFlags } from '../../modules/recognition/flag-queries.ts';
import { refreshAllFlags, resolveFlag } from '../../modules/recognition/flag-commands.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Db } from '../../platform/db.ts';
import type { PlannedProject } from './plan.ts';

type PlannedArrival = PlannedProject['arrivals'][number];
type Oddities = Readonly<{ arrivals: ReadonlyMap<PlannedArrival, Partial<NewArrival>>; phones: ReadonlyMap<PlannedProject, string> }>;
const phone = '0952-2017788';

/** What is odd about some of the latest invented arrivals, so that there are red flags to look at. No date and no amount changes. */
export function odditiesOf(plans: readonly PlannedProject[]): Oddities {
  const latest = plans
    .flatMap((plan) => plan.arrivals.slice(-1).map((arrival) => ({ plan, arrival })))
    .toSorted((a, b) =>
      a.arrival.month === b.arrival.month ? b.arrival.amount - a.arrival.amount : a.arrival.month < b.arrival.month ? 1 : -1,
    );
  const [first, second, third, fourth, fifth, sixth] = latest;
  const voucherNo = `JZ-${first!.arrival.month}-0417`;
  const acknowledged = { codes: ['same_voucher' as const], reason: '同一凭证分记两个项目，待核实' };
  const lastYear = String(Number(third!.arrival.month.slice(0, 4)) - 1);
  return {
    arrivals: new Map<PlannedArrival, Partial<NewArrival>>([
      [first!.arrival, { voucherNo, acknowledged }],
      [second!.arrival, { voucherNo, acknowledged }],
      [third!.arrival, { voucherNo: `JZ-${third!.arrival.month}-0102`, voucherOn: `${lastYear}-12-30` }],
      [fourth!.arrival, { payer: '栖梧区城市建设投资有限公司' }],
    ]),
    phones: new Map([fifth!, sixth!].map(({ plan }) => [plan, phone])),
  };
}

/** The flags of the day, one of them looked into and resolved. */
export async function flagDemo(db: Db, keeper: Actor, now: Date): Promise<void> {
  await refreshAllFlags(db, now);
  const { items } = await listFlags(db, { page: 1, size: 1, code: 'voucher_year', state: 'open' }, keeper);
  for (const { id, projectId } of items)
    await resolveFlag(db, { projectId, flagId: id, reason: '年末付款、年初到账，已核对银行回单' }, keeper, now);
}
