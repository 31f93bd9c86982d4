import { type Random, seeded } from '../src/app/demo/random.ts';
import { addMonths, type Month, monthsFrom } from '../src/kernel/day.ts';
import { nameKey } from '../src/kernel/name-key.ts';
import { placeKey } from '../src/kernel/place-key.ts';
import { projectSerial } from '../src/modules/projects/domain/project-serial.ts';
import { initialsOf } from '../src/platform/pinyin.ts';
import { type District, districtOf } from './district.ts';
import { type Named, personName, placeName, undertaking } from './names.ts';
import { arrivalsOf, chronicle, type Chronicle, investmentsOf, type Money } from './story.ts';

export const sizes = { '10k': 10_000, '100k': 100_000, '1m': 1_000_000 } as const;
export type Size = keyof typeof sizes;

/** Five years of months, the same on every day the benchmark is run. */
const months = monthsFrom('2021-11', '2026-10');
const fenPerWan = 1_000_000;

const projectColumns = [
  'id',
  'code',
  'name',
  'name_key',
  'initials',
  'masked_name',
  'investor_name',
  'investor_key',
  'investor_origin',
  'investor_kind',
  'industry_code',
  'total_minor',
  'total_fen',
  'unit_id',
  'person_id',
  'leader_id',
  'park_id',
  'source',
  'nature',
  'scale',
  'place',
  'place_key',
  'contact_name',
  'started_on',
  'completed_on',
  'production_on',
  'capacity_on',
  'stage',
  'side',
  'landed_on',
  'signed_on',
  'agreed_fen',
  'attracted_fen',
  'fixed_fen',
  'arrived_fen',
  'invested_fen',
  'created_at',
  'created_by',
  'updated_at',
] as const;
/** Columns in the order of the lines of a chunk, as COPY takes them. */
export const columns = {
  project: projectColumns.join(', '),
  project_code: 'scheme, code, project_id, recorded_at, recorded_by',
  project_attribution:
    'project_id, id, unit_id, industry_code, park_id, leader_id, investor_name, name, total_fen, recorded_at, recorded_by',
  stage_change: 'project_id, id, kind, from_stage, to_stage, from_side, to_side, happened_on, reason, recorded_by, recorded_at',
  agreement:
    'project_id, id, kind, title, signed_on, party, total_minor, attracted_minor, fixed_minor, total_fen, attracted_fen, fixed_fen, recorded_by, recorded_at',
  arrival:
    'project_id, id, arrived_on, amount_minor, amount_fen, kind, payer, payer_region, voucher_no, reverses, reason, recorded_by, recorded_at',
  investment: 'project_id, id, month, civil_fen, installation_fen, equipment_fen, other_fen, amount_fen, recorded_by, recorded_at',
} as const;
export type Table = keyof typeof columns;
export type Chunk = Record<Table, string[]>;
type Cell = string | number | null;

const line = (cells: readonly Cell[]) => `${cells.map((c) => c ?? '\\N').join('\t')}\n`;

export type Ledger = {
  district: District;
  chunks: (rows: number) => Generator<Chunk>;
  /** Known when the last chunk is taken: unit, month and kind → fen and entries; and the last code of each year. */
  monthTotals: Map<string, { fen: number; entries: number }>;
  lastNo: Map<string, number>;
};

/** So many projects with everything that hangs on them. The same seed and size give the same ledger, to the last id. */
export function ledgerOf(size: number, seed = 20_261_122): Ledger {
  const random = seeded(seed);
  const newId = idsOf(random);
  const district = districtOf(random, newId);
  const state: State = { random, newId, district, unitAt: unitPicker(district), monthTotals: new Map(), lastNo: new Map() };
  function* chunks(rows: number): Generator<Chunk> {
    for (let done = 0; done < size; done += rows) {
      const chunk = Object.fromEntries(Object.keys(columns).map((t) => [t, []])) as unknown as Chunk;
      for (let i = done; i < Math.min(done + rows, size); i += 1) enter(state, chunk, i, size);
      yield chunk;
    }
  }
  return { district, chunks, monthTotals: state.monthTotals, lastNo: state.lastNo };
}

type State = Omit<Ledger, 'chunks'> & {
  random: Random;
  newId: (at: number) => string;
  unitAt: (share: number) => District['units'][number];
};

/** UUIDv7 of an instant, whose other 74 bits come from the seed. */
function idsOf(random: Random) {
  const hex = (digits: number) =>
    random
      .below(16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  return (at: number) => {
    const time = at.toString(16).padStart(12, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${'89ab'[random.below(4)]}${hex(3)}-${hex(6)}${hex(6)}`;
  };
}

function unitPicker({ units }: District) {
  let sum = 0;
  const ends = units.map((u) => (sum += u.share));
  return (share: number) => units[ends.findIndex((end) => end > share * sum)] ?? units.at(-1)!;
}

const initials = new Map<string, string>();
/** Letters part by part, each looked up once: a million names would take minutes otherwise. */
const initialsFrom = (parts: readonly string[]) =>
  parts
    .map((part) => {
      const known = initials.get(part) ?? initialsOf(part);
      initials.set(part, known);
      return known;
    })
    .join('');

/** Nothing is recorded after this: the benchmarks look back on all of it. */
const lastRecorded = Date.parse('2026-11-20T17:00:00+08:00');
const later = (at: number, days: number) => Math.min(at + days * 86_400_000, lastRecorded);

const recordedFrom = new Map(months.map((month) => [month, Date.parse(`${addMonths(month, 1)}-01T08:30:00+08:00`)]));
/** Clerks record a month in the first days of the next. */
const recordedIn = (random: Random, month: Month): number =>
  recordedFrom.get(month)! + random.below(10) * 86_400_000 + random.below(9 * 3_600_000);
const iso = (at: number) => new Date(at).toISOString();

/** A project of the ledger with everything that hangs on it, into the lines of each table. */
function enter(state: State, chunk: Chunk, index: number, size: number) {
  const { random, newId, district } = state;
  // They come in by and by; the last months bring new ones that have gone no way yet.
  const from = Math.floor(((months.length - 1) * index) / size);
  const story = chronicle(random, from, months);
  const named = undertaking(random);
  const unit = state.unitAt(random.next());
  const [clerk] = district.promoters.get(unit.id)!;
  const createdAt = recordedIn(random, months[from]!);
  const id = newId(createdAt);
  const total = Math.max(50, Math.floor(named.usualTotal * (0.3 + 1.7 * random.next() ** 2)));
  const money = { agreed: story.signed ? Math.floor(total * (0.7 + 0.3 * random.next())) : 0, total };
  const by = { id, clerk: clerk!, unitId: unit.id };
  const agreed = agree(state, chunk, by, story, named, money);
  const arrived = arrive(state, chunk, by, story, named, money);
  const invested = invest(state, chunk, by, story, money);
  const last = recordedIn(random, story.log.at(-1)!.month);
  const belongs = { industry: named.industry, park: unit.parkId, leader: random.pick(district.leaders) };
  const letters = [initialsFrom(named.parts.name), initialsFrom(named.parts.investor)];
  const reached = (stage: string) => story.log.find((s) => s.stage === stage)?.month ?? null;
  const started = reached('building');
  let place: string;
  const row: Record<(typeof projectColumns)[number], Cell> = {
    id,
    code: nextCode(state, story.log[0]!.month.slice(0, 4)),
    name: named.name,
    name_key: nameKey(named.name),
    initials: letters.join(' '),
    masked_name: named.masked,
    investor_name: named.investor,
    investor_key: nameKey(named.investor),
    investor_origin: named.origin,
    investor_kind: 'private',
    industry_code: belongs.industry,
    total_minor: total * fenPerWan,
    total_fen: total * fenPerWan,
    unit_id: unit.id,
    person_id: random.pick(district.promoters.get(unit.id)!),
    leader_id: belongs.leader,
    park_id: belongs.park,
    source: random.pick(['lead', 'event', 'introduction', 'assigned', 'referral']),
    nature: random.chance(0.8) ? 'new' : 'expansion',
    scale: `占地${random.between(10, 300)}亩`,
    place: (place = placeName(random)),
    place_key: placeKey(place),
    contact_name: personName(random),
    started_on: started,
    completed_on: reached('completed'),
    production_on: reached('producing'),
    capacity_on: reached('at_capacity'),
    stage: story.log.at(-1)!.stage,
    side: story.side,
    landed_on: started,
    signed_on: story.signed,
    agreed_fen: agreed.total,
    attracted_fen: agreed.attracted,
    fixed_fen: agreed.fixed,
    arrived_fen: arrived,
    invested_fen: invested,
    created_at: iso(createdAt),
    created_by: clerk!,
    updated_at: iso(Math.max(createdAt, last)),
  };
  chunk.project.push(line(projectColumns.map((c) => row[c])));
  chunk.project_attribution.push(
    line([
      id,
      newId(createdAt),
      unit.id,
      belongs.industry,
      belongs.park,
      belongs.leader,
      named.investor,
      row['name'],
      row['total_fen'],
      iso(createdAt),
      clerk!,
    ]),
  );
  if (started) chunk.project_code.push(line(['city', `BD${String(index).padStart(8, '0')}`, id, iso(createdAt), clerk!]));
  logStages(state, chunk, by, story);
}

function nextCode({ lastNo }: State, year: string) {
  const no = (lastNo.get(year) ?? 0) + 1;
  lastNo.set(year, no);
  return projectSerial(year, no);
}

type By = { id: string; clerk: string; unitId: string };

function count({ monthTotals }: State, unitId: string, month: string, kind: string, fen: number, entries = 1) {
  const key = `${unitId}\t${month}\t${kind}`;
  const sum = monthTotals.get(key) ?? { fen: 0, entries: 0 };
  monthTotals.set(key, { fen: sum.fen + fen, entries: sum.entries + entries });
}

function logStages({ random, newId }: State, chunk: Chunk, { id, clerk }: By, { log, side }: Chronicle) {
  let at = 0;
  log.forEach(({ stage, month }, i) => {
    at = Math.max(at + 60_000, recordedIn(random, month));
    const from = log[i - 1]?.stage ?? null;
    chunk.stage_change.push(line([id, newId(at), i ? 'forward' : 'create', from, stage, null, null, month, null, clerk, iso(at)]));
  });
  if (!side) return;
  const { stage, month } = log.at(-1)!;
  at = later(at, 30);
  chunk.stage_change.push(line([id, newId(at), 'side', stage, stage, null, side, month, '投资方调整计划', clerk, iso(at)]));
}

function agree(state: State, chunk: Chunk, { id, clerk, unitId }: By, { signed }: Chronicle, named: Named, money: Money) {
  const sums = { total: 0, attracted: 0, fixed: 0 };
  if (!signed) return sums;
  const { random, newId } = state;
  const parts = random.chance(0.07) ? [0.8, 0.2] : [1];
  for (const [i, part] of parts.entries()) {
    const at = recordedIn(random, signed) + i * 60_000;
    const total = Math.floor(money.agreed * part) * fenPerWan;
    const attracted = Math.floor(money.agreed * part * 0.85) * fenPerWan;
    const fixed = Math.floor(money.agreed * part * 0.7) * fenPerWan;
    sums.total += total;
    sums.attracted += attracted;
    sums.fixed += fixed;
    const kind = i ? 'supplement' : 'investment';
    const amounts = [total, attracted, fixed, total, attracted, fixed];
    chunk.agreement.push(line([id, newId(at), kind, `${named.name}协议`, signed, named.investor, ...amounts, clerk, iso(at)]));
    count(state, unitId, signed, 'agreed', total);
    count(state, unitId, signed, 'attracted', attracted);
  }
  return sums;
}

function arrive(state: State, chunk: Chunk, { id, clerk, unitId }: By, story: Chronicle, named: Named, money: Money) {
  const { random, newId } = state;
  let sum = 0;
  for (const { on, wan, kind, isTakenBack } of arrivalsOf(random, story, months, money)) {
    const month = on.slice(0, 7);
    const at = recordedIn(random, month);
    const entry = newId(at);
    const voucher = `BD${entry.slice(-10)}`;
    const said = [kind, named.investor, named.origin, voucher];
    const fen = wan * fenPerWan;
    chunk.arrival.push(line([id, entry, on, fen, fen, ...said, null, null, clerk, iso(at)]));
    count(state, unitId, month, 'arrived', fen);
    if (isTakenBack) {
      const back = later(at, 40);
      chunk.arrival.push(line([id, newId(back), on, -fen, -fen, ...said, entry, '重复录入', clerk, iso(back)]));
      count(state, unitId, month, 'arrived', -fen, -1);
    } else sum += fen;
  }
  return sum;
}

function invest(state: State, chunk: Chunk, { id, clerk, unitId }: By, story: Chronicle, money: Money) {
  const { random, newId } = state;
  let sum = 0;
  for (const { month, parts } of investmentsOf(random, story, months, money)) {
    const at = recordedIn(random, month);
    const fen = parts.map((wan) => wan * fenPerWan);
    const whole = fen.reduce((a, b) => a + b, 0);
    chunk.investment.push(line([id, newId(at), month, ...fen, whole, clerk, iso(at)]));
    count(state, unitId, month, 'invested', whole);
    sum += whole;
  }
  return sum;
}
