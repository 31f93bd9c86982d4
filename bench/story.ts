import { type Random, split } from '../src/app/demo/random.ts';
import type { Month, PartialDate } from '../src/kernel/day.ts';

type Stage = 'negotiating' | 'signed' | 'preparing' | 'building' | 'completed' | 'producing' | 'at_capacity';
/** How a project went: the month each stage was reached in, the newest last. */
export type Chronicle = { log: { stage: Stage; month: Month; at: number }[]; signed: Month | null; side: 'withdrawn' | null };
/** 万元. */
export type Money = { agreed: number; total: number };

/** Months from one stage to the next, and how many go on at all. */
const steps: readonly (readonly [Stage, number, number, number])[] = [
  ['signed', 0, 4, 0.84],
  ['preparing', 1, 3, 0.95],
  ['building', 1, 5, 0.95],
  ['completed', 10, 30, 1],
  ['producing', 1, 4, 0.9],
  ['at_capacity', 6, 10, 0.5],
];

/** Lets a project live from its first month to the last of the ledger. */
export function chronicle(random: Random, from: number, months: readonly Month[]): Chronicle {
  const log: Chronicle['log'] = [{ stage: 'negotiating', month: months[from]!, at: from }];
  let at = from;
  for (const [stage, least, most, share] of steps) {
    at += random.between(least, most);
    if (at >= months.length || !random.chance(share)) break;
    log.push({ stage, month: months[at]!, at });
  }
  const signed = log[1]?.month ?? null;
  return { log, signed, side: signed && random.chance(0.04) ? 'withdrawn' : null };
}

const share: Record<Stage, number> = {
  negotiating: 0,
  signed: 0.06,
  preparing: 0.15,
  building: 0.45,
  completed: 0.75,
  producing: 0.85,
  at_capacity: 0.9,
};
const kinds = ['land', 'civil', 'equipment', 'installation', 'working_capital', 'registered_capital'] as const;

/** About ten arrivals a project, dated to the day and now and then only to the month; one in a hundred is taken back. */
export function* arrivalsOf(random: Random, { log, signed }: Chronicle, months: readonly Month[], { agreed }: Money) {
  if (!signed) return;
  const first = log[1]!.at;
  const wan = Math.floor(agreed * share[log.at(-1)!.stage]);
  const parts = split(
    wan,
    Array.from({ length: Math.min(random.between(6, 20), wan) }, () => 0.4 + random.next()),
  );
  for (const part of parts) {
    const month = months[random.between(first, months.length - 1)]!;
    const day = String(random.between(1, 28)).padStart(2, '0');
    const on: PartialDate = random.chance(0.03) ? month : `${month}-${day}`;
    if (part > 0) yield { on, wan: part, kind: random.pick(kinds), isTakenBack: random.chance(0.01) };
  }
}

/** What was built in each month from the start to the end of building: civil, installation, equipment, other. */
export function* investmentsOf(random: Random, { log }: Chronicle, months: readonly Month[], { total }: Money) {
  const start = log.find((s) => s.stage === 'building')?.at;
  if (start === undefined) return;
  const end = log.find((s) => s.stage === 'completed')?.at ?? months.length - 1;
  const monthly = Math.max(4, Math.floor((total * 0.9) / (end - start + 1)));
  for (let at = start; at <= end; at += 1)
    yield { month: months[at]!, parts: split(Math.floor(monthly * (0.6 + 0.8 * random.next())), [5, 1, 3, 1]) };
}
