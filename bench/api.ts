import type { Visitor } from '../src/app/testing/running-server.ts';
import { inMs, printTable, type Times, timesOfEach } from './measure.ts';

type Sample = { id: string; code: string; name: string; stage: string };
type Ask = (who: Visitor, of: readonly Sample[], i: number, unitId: string) => Promise<unknown>;
type Case = { what: string; barMs: number; most?: number; ask: Ask };

const at = <T>(from: readonly T[], i: number): T => from[i % from.length]!;
const filters = [
  'stage=building&sort=agreedFen',
  'stage=signed,preparing&sort=updatedAt',
  'signedFrom=2025-01&signedTo=2025-12&sort=signedOn',
  'arrivals=true&agreedMin=500000000&sort=arrivedFen',
  'industry=36&sort=name&order=asc',
  'side=none&started=true&sort=investedFen',
];
/** The days are over: nothing is recorded for them any more. */
const pastDays = ['2024-06-30', '2025-03-31', '2025-12-31', '2023-12-31'];
const figures = ['signed_amount', 'arrived_amount', 'arrival_rate', 'invested_amount', 'started_count', 'waiting_count'];
/** Pinyin initials of short names as the generator puts them together. */
const initials = ['hc', 'qz', 'ycd', 'hsk', 'rlt', 'jtys'];

let recorded = 0;
const arrival = () => ({
  arrivedOn: '2026-10-20',
  amountMinor: 10_000_00,
  kind: 'other',
  voucherNo: `P${Date.now()}-${(recorded += 1)}`,
  acknowledged: { codes: ['arrived_above_agreed', 'arrived_above_total', 'before_signing', 'far_above_last_month'], reason: '基准测试' },
});

const cases: readonly Case[] = [
  {
    what: 'project list: filter, sort, page, exact count',
    barMs: 60,
    ask: (who, _, i) => who.get(`/projects?${at(filters, i)}&size=50&page=${1 + (i % 3)}`),
  },
  { what: 'search by name', barMs: 80, ask: (who, of, i) => who.get(`/projects?q=${encodeURIComponent(at(of, i).name.slice(0, 2))}`) },
  { what: 'search by pinyin initials', barMs: 80, ask: (who, _, i) => who.get(`/projects?q=${at(initials, i)}`) },
  { what: 'search by code', barMs: 80, ask: (who, of, i) => who.get(`/projects?q=${at(of, i).code}`) },
  {
    what: 'one project with everything on its page',
    barMs: 30,
    ask: (who, of, i) => Promise.all([who.get(`/projects/${at(of, i).id}`), who.get(`/projects/${at(of, i).id}/funds`)]),
  },
  { what: 'cockpit', barMs: 150, most: 30, ask: (who) => who.get('/cockpit') },
  { what: 'figure: first page of rows', barMs: 100, most: 30, ask: (who, _, i) => who.get(`/figures/${at(figures, i)}/rows`) },
  { what: 'all figures as of a past day', barMs: 400, most: 30, ask: (who, _, i) => who.get(`/figures?asOf=${at(pastDays, i)}`) },
  {
    what: 'write: one arrival, audit included',
    barMs: 25,
    ask: (who, of, i) => who.post(`/projects/${at(of, i).id}/arrivals`, arrival()),
  },
  {
    what: '月分析: .docx and .xlsx annex',
    barMs: 3000,
    most: 3,
    ask: (who, _, __, unitId) => who.post('/papers', { kind: 'monthly_analysis', month: '2026-09', unitId }),
  },
];

export type Measured = { what: string; barMs: number; own: Times; all: Times };

export type People = { scoped: Visitor; admin: Visitor };
/**
 * Measures what people do all day, one request after another, as a person of one unit and as the keeper of the whole ledger; quickly: without
 * papers. Ledgers of several sizes are asked in turns. Answers with what was measured of each ledger.
 */
export async function apiBench(ledgers: readonly People[], isQuick = false): Promise<Measured[][]> {
  const found: Measured[][] = ledgers.map(() => []);
  const seen = await Promise.all(
    ledgers.map(async ({ scoped, admin }) => ({ scoped: await samples(scoped), admin: await samples(admin) })),
  );
  for (const { what, barMs, most = 150, ask } of cases.filter((c) => !isQuick || c.barMs < 1000)) {
    const timesAs = (who: keyof People) =>
      timesOfEach(
        ledgers.map((people, n) => (i: number) => ask(people[who], seen[n]![who].projects, i, seen[n]![who].unitId)),
        { most, warmUp: Math.min(40, most) },
      );
    const [own, all] = [await timesAs('scoped'), await timesAs('admin')];
    for (const n of ledgers.keys()) found[n]!.push({ what, barMs, own: own[n]!, all: all[n]! });
    console.log(
      `${what}: ${own.map((one, n) => `${inMs(one.p95)} / ${inMs(all[n]!.p95)}  (${one.runs} + ${all[n]!.runs} runs)`).join('; ')}`,
    );
  }
  return found;
}

/** One line an act: p95 of a person of one unit at each size, growth from the smallest to the largest, and the keeper's beside it. */
export function printSizes(bySize: ReadonlyMap<string, readonly Measured[]>): void {
  const sizes = [...bySize.keys()];
  const [first, last] = [bySize.get(sizes[0]!)!, bySize.get(sizes.at(-1)!)!];
  const rows = last.map(({ what, barMs, own, all }, i) => [
    what,
    `${barMs}`,
    ...sizes.map((size) => `${inMs(bySize.get(size)![i]!.own.p50)} / ${inMs(bySize.get(size)![i]!.own.p95)}`),
    sizes.length > 1 ? `${(own.p95 / first[i]!.own.p95).toFixed(1)} ×` : '',
    `${inMs(all.p50)} / ${inMs(all.p95)}`,
    `${(own.p95 / all.p95).toFixed(2)} ×`,
    own.p95 <= barMs ? 'yes' : 'no',
  ]);
  const own = sizes.map((size) => `own unit, ${size}: p50 / p95`);
  const header = ['what', 'bar: p95, ms', ...own, 'growth of p95', 'whole ledger: p50 / p95', 'own unit : whole ledger', 'within the bar'];
  printTable(header, rows);
}

/** Signed projects spread over all that the person sees, and where the person stands. */
async function samples(who: Visitor): Promise<{ projects: Sample[]; unitId: string }> {
  const { person } = await who.get<{ person: { unitId: string } }>('/session');
  const size = 40;
  const page = (n: number) =>
    who.get<{ items: Sample[]; totals: { count: number } }>(`/projects?signed=true&sort=code&size=${size}&page=${n}`);
  const { totals } = await page(1);
  const parts = await Promise.all([0, 0.3, 0.6, 0.9].map((share) => page(1 + Math.floor((totals.count * share) / size))));
  return { projects: parts.flatMap((p) => p.items), unitId: person.unitId };
}
