import { addMonths, type Month, monthsFrom } from '../../kernel/day.ts';
import { type Company, companies, promotingCodes, undertakings, works } from './names.ts';
import { type Random, seeded, split } from './random.ts';

/** Amounts in 万元; the totals are those of a published work report and are met exactly. */
const signedCount = 132;
const agreedTotal = 483_300;
const arrivedTotal = 158_200;
const investedCount = 353;
const investedTotal = 341_700;
export const monthsOfHistory = 36;

export type PlannedStage = 'planning' | 'negotiating' | 'signed' | 'preparing' | 'building' | 'completed' | 'producing' | 'at_capacity';
export type PlannedProject = {
  name: string;
  company: Company | null;
  industry: string;
  unitCode: string;
  parkCode: string | null;
  person: number;
  leader: number;
  source: string;
  nature: string;
  total: number;
  stage: PlannedStage;
  side: 'withdrawn' | null;
  createdMonth: Month;
  signedMonth: Month | null;
  framework: boolean;
  agreed: number;
  attracted: number;
  fixed: number;
  preparedMonth: Month | null;
  startedMonth: Month | null;
  /** When what is built is completed, also where that lies ahead. */
  finishMonth: Month | null;
  completedMonth: Month | null;
  producedMonth: Month | null;
  capacityMonth: Month | null;
  arrivals: {
    month: Month;
    amount: number;
    kind: 'land' | 'civil' | 'equipment' | 'working_capital' | 'registered_capital';
    isLate: boolean;
  }[];
  investments: { month: Month; amount: number; split: readonly [number, number, number, number] }[];
};

/** Signed for good, or at work: not those that only have a framework, nor those withdrawn. */
export const hasBegun = ({ stage, side }: PlannedProject) => side === null && stage !== 'planning' && stage !== 'negotiating';

/** Amounts of the plan are whole 万元. */
export const wan = 1_000_000;
const sources = ['lead', 'event', 'introduction', 'assigned', 'referral'] as const;
const parkOf: Record<string, string> = { 'QW-Y01': 'QW-Y01', 'QW-Y02': 'QW-Y02', 'QW-Y03': 'QW-Y03' };

/** The whole invented ledger for three years of months ending with `last`. Same seed and month, same ledger. */
export function planDemo(seed: number, last: Month): { projects: PlannedProject[]; months: Month[] } {
  const random = seeded(seed);
  const months = monthsFrom(addMonths(last, 1 - monthsOfHistory), last);
  const company = companies(random);
  const signed = signedProjects(random, months, company);
  const others = constructionProjects(random, months, investedCount - signed.filter((p) => p.investments.length).length);
  shareInvestment(
    random,
    [...signed, ...others].filter((p) => p.investments.length),
  );
  const rest = [...smallWorks(random, months), ...leads(random, months, company), ...withdrawn(random, months, company)];
  return { projects: [...signed, ...others, ...rest], months };
}

function base(random: Random, at: Month, unitCode: string): PlannedProject {
  return {
    name: '',
    company: null,
    industry: '',
    unitCode,
    parkCode: parkOf[unitCode] ?? (random.chance(0.35) ? random.pick(Object.keys(parkOf)) : null),
    person: random.below(2),
    leader: random.below(8),
    source: random.pick(sources),
    nature: random.chance(0.8) ? 'new' : 'expansion',
    total: 0,
    stage: 'planning',
    side: null,
    createdMonth: at,
    signedMonth: null,
    framework: false,
    agreed: 0,
    attracted: 0,
    fixed: 0,
    preparedMonth: null,
    startedMonth: null,
    finishMonth: null,
    completedMonth: null,
    producedMonth: null,
    capacityMonth: null,
    arrivals: [],
    investments: [],
  };
}

/** Units that have not reported the last month yet: nothing happens in them after the month before. */
const silentCodes: readonly string[] = ['QW-X07', 'QW-SWJ'];
const reported = (unitCode: string, months: readonly Month[]) => (silentCodes.includes(unitCode) ? months.slice(0, -1) : months);

/** A few units bring in most: the parks first. */
const unitFor = (random: Random) => (random.chance(0.45) ? random.pick(Object.keys(parkOf)) : random.pick(promotingCodes));

function invested(random: Random, p: PlannedProject, name: string, industry: string, made: Company) {
  return Object.assign(p, { company: made, industry, name: `${made.short}${name}项目`, nature: random.chance(0.85) ? 'new' : 'expansion' });
}

function signedProjects(random: Random, months: readonly Month[], company: (trade: string) => Company): PlannedProject[] {
  const sizes: number[] = [];
  const list = Array.from({ length: signedCount }, () => {
    const [what, industry, usual] = random.pick(undertakings);
    // The square root of a uniform draw leans towards the later months: signing grows.
    const unitCode = unitFor(random);
    const open = reported(unitCode, months);
    const at = Math.floor(Math.sqrt(random.next()) * open.length);
    const p = invested(random, base(random, open[Math.max(0, at - random.between(0, 4))]!, unitCode), what, industry, company(trade(what)));
    sizes.push(usual * (0.4 + 1.6 * random.next() ** 2) + 200);
    return Object.assign(p, { signedMonth: open[at]! });
  });
  split(agreedTotal, sizes).forEach((agreed, i) => {
    const p = list[i]!;
    Object.assign(p, {
      agreed,
      total: Math.ceil(agreed * (1 + random.below(12) / 100)),
      attracted: Math.floor(agreed * (0.75 + 0.25 * random.next())),
      fixed: Math.floor(agreed * (0.6 + 0.3 * random.next())),
    });
    grow(random, p, reported(p.unitCode, months));
  });
  shareArrivals(random, list, months);
  return list;
}

const trade = (what: string) =>
  what.replace(/生产线?|加工|制造|养殖与屠宰|及配套|物流园|集群与|智能工厂|中央厨房/g, '').slice(0, 6) +
  (what.includes('旅') ? '发展' : '科技');

/** Lets a signed project live until the last month: each step takes its months, and not every project takes every step. */
function grow(random: Random, p: PlannedProject, months: readonly Month[]) {
  const last = months.at(-1)!;
  const seen = (at: Month) => (at <= last ? at : null);
  const reach = (from: Month, least: number, most: number) => seen(addMonths(from, random.between(least, most)));
  p.stage = 'signed';
  const prepared = reach(p.signedMonth!, 1, 3);
  if (!prepared || random.chance(0.08)) return;
  p.stage = 'preparing';
  p.preparedMonth = prepared;
  p.startedMonth = random.chance(0.9) ? reach(prepared, 1, 6) : null;
  if (!p.startedMonth) return;
  p.stage = 'building';
  p.finishMonth = addMonths(p.startedMonth, random.between(8, 18));
  p.completedMonth = seen(p.finishMonth);
  if (!p.completedMonth) return;
  p.stage = 'completed';
  p.producedMonth = reach(p.completedMonth, 1, 4);
  if (!p.producedMonth) return;
  p.stage = 'producing';
  p.capacityMonth = random.chance(0.5) ? reach(p.producedMonth, 6, 10) : null;
  if (p.capacityMonth) p.stage = 'at_capacity';
}

const arrivalShare: Partial<Record<PlannedStage, number>> = {
  signed: 0.06,
  preparing: 0.15,
  building: 0.45,
  completed: 0.75,
  producing: 0.85,
  at_capacity: 0.9,
};
/** One arrival in so many comes to light when its month is closed. */
const oneLateIn = 29;
const arrivalKinds = ['land', 'civil', 'equipment', 'working_capital', 'registered_capital'] as const;

function shareArrivals(random: Random, list: readonly PlannedProject[], months: readonly Month[]) {
  const weights = list.map((p) => p.agreed * arrivalShare[p.stage]! * (0.6 + 0.8 * random.next()));
  const shares = split(
    arrivedTotal,
    weights,
    list.map((p) => Math.floor(p.agreed * 0.97)),
  );
  list.forEach((p, i) => {
    const open = reported(p.unitCode, months).filter((m) => m >= p.signedMonth!);
    const parts = Math.min(shares[i]!, open.length, random.between(1, 6));
    const when = random.shuffled(open).slice(0, parts).sort();
    split(
      shares[i]!,
      when.map(() => 0.5 + random.next()),
    ).forEach((amount, n) => {
      if (amount === 0) return;
      const month = when[n]!;
      const isLate = month < months.at(-2)! && (i + n) % oneLateIn === 0;
      p.arrivals.push({ month, amount, kind: n === 0 ? 'registered_capital' : random.pick(arrivalKinds), isLate });
    });
  });
  for (const p of list) if (p.startedMonth) p.investments = workMonths(p, reported(p.unitCode, months));
}

/** The months in which something was built; amounts are shared out later over all projects. */
const workMonths = (p: PlannedProject, months: readonly Month[]) =>
  months
    .filter((m) => m >= p.startedMonth! && m <= (p.completedMonth ?? months.at(-1)!))
    .map((month) => ({ month, amount: 0, split: [0, 0, 0, 0] as const }));

function constructionProjects(random: Random, months: readonly Month[], count: number): PlannedProject[] {
  const numbers = new Map<string, number>();
  return Array.from({ length: count }, () => {
    const [what, industry, usual] = random.pick(works);
    const p = base(random, months[0]!, random.pick(promotingCodes));
    const open = reported(p.unitCode, months);
    const started = random.between(0, open.length - 1);
    const number = (numbers.get(`${p.unitCode}${what}`) ?? 0) + 1;
    numbers.set(`${p.unitCode}${what}`, number);
    const lasting = random.between(4, 16);
    const completed = open[started + lasting] ?? null;
    // What is finished is handed over for use in the month after.
    const used = open[started + lasting + 1] ?? null;
    Object.assign(p, {
      industry,
      name: `${what}工程（${ordinal(number)}）`,
      nature: 'new',
      source: 'assigned',
      total: Math.max(120, Math.floor(usual * (0.4 + 1.4 * random.next()))),
      createdMonth: open[Math.max(0, started - 2)]!,
      startedMonth: open[started]!,
      finishMonth: addMonths(open[started]!, lasting),
      completedMonth: completed,
      producedMonth: used,
      stage: used ? 'producing' : completed ? 'completed' : 'building',
    });
    p.investments = workMonths(p, open);
    return p;
  });
}
const ordinal = (n: number) => `${n}期`;

/** How much of a project is built, by its months so far; some are a little behind, some ahead. */
const built = (random: Random, { investments, startedMonth, finishMonth }: PlannedProject) =>
  (0.88 + 0.1 * random.next()) * Math.min(1, investments.length / monthsFrom(startedMonth!, finishMonth!).length);

/**
 * Shares the published total over all working projects, each month split into civil, installation, equipment, other: what was signed has
 * as much as is built of it, works have the rest, and are as large as follows from what is built of them.
 */
function shareInvestment(random: Random, list: readonly PlannedProject[]) {
  const done = new Map(list.map((p) => [p, built(random, p)]));
  const shares = new Map(list.flatMap((p) => (p.company ? [[p, Math.floor(p.total * done.get(p)!)] as const] : [])));
  const works = list.filter((p) => !p.company);
  split(
    investedTotal - [...shares.values()].reduce((a, b) => a + b, 0),
    works.map((p) => (p.total + 700) * done.get(p)!),
  ).forEach((share, i) => {
    const p = works[i]!;
    shares.set(p, share);
    p.total = Math.max(120, Math.ceil(share / done.get(p)!));
  });
  list.forEach((p) => {
    const parts = split(
      shares.get(p)!,
      p.investments.map(() => 0.4 + random.next()),
    );
    p.investments = p.investments
      .map((v, n) => ({ month: v.month, amount: parts[n]!, split: quarters(random, parts[n]!) }))
      .filter((v) => v.amount > 0);
  });
}
const quarters = (random: Random, amount: number) =>
  split(amount, [0.5 + random.next(), 0.15, 0.2 + random.next() / 2, 0.08]) as unknown as readonly [number, number, number, number];

/** Too small for the published count: they show what the threshold leaves out. */
function smallWorks(random: Random, months: readonly Month[]): PlannedProject[] {
  return Array.from({ length: 14 }, (_, i) => {
    const p = base(random, months[20]!, random.pick(promotingCodes));
    const month = months[22 + (i % 12)]!;
    const total = random.between(20, 95);
    return Object.assign(p, {
      industry: '4790',
      name: `村级文化广场修缮（${i + 1}号）`,
      total,
      source: 'assigned',
      stage: 'producing' as const,
      startedMonth: month,
      completedMonth: month,
      producedMonth: month,
      investments: [{ month, amount: total, split: quarters(random, total) }],
    });
  });
}

function leads(random: Random, months: readonly Month[], company: (trade: string) => Company): PlannedProject[] {
  return Array.from({ length: 64 }, (_, i) => {
    const [what, industry, usual] = random.pick(undertakings);
    const p = base(random, months[random.between(24, months.length - 2)]!, unitFor(random));
    if (i % 4 === 0) return Object.assign(p, { industry, name: `${what}储备项目（${i + 1}号）`, total: usual, stage: 'planning' as const });
    invested(random, p, what, industry, company(trade(what)));
    const framework = i % 9 === 1;
    return Object.assign(p, {
      total: Math.floor(usual * (0.5 + random.next())),
      stage: 'negotiating' as const,
      framework,
      signedMonth: framework ? p.createdMonth : null,
      agreed: framework ? usual * 2 : 0,
    });
  });
}

/** Signed and ended: outside the totals, inside the fulfilment rate, always listed. */
function withdrawn(random: Random, months: readonly Month[], company: (trade: string) => Company): PlannedProject[] {
  return Array.from({ length: 5 }, (_, i) => {
    const [what, industry, usual] = random.pick(undertakings);
    const at = months[random.between(2, 20)]!;
    const p = invested(random, base(random, at, unitFor(random)), what, industry, company(trade(what)));
    return Object.assign(p, {
      signedMonth: at,
      agreed: usual + i,
      attracted: usual,
      fixed: usual,
      total: usual + i,
      stage: 'signed' as const,
      side: 'withdrawn' as const,
      completedMonth: null,
    });
  });
}
