import { dayOf } from '../src/kernel/day.ts';
import { matchesOf, type Newcomer, rulesOn } from '../src/modules/duplicates/candidate-queries.ts';
import type { Db } from '../src/platform/db.ts';
import { inMs, printTable, timesOf } from './measure.ts';

type Known = Readonly<{ name: string; investor: string | null; industry: string | null; total: number | null; place: string | null }>;

/** Checks one new project against the whole book: one nobody knows, and ones of each level, made from projects that are there. */
export async function duplicatesBench(db: Db, pool: { query: (text: string) => Promise<{ rows: unknown[] }> }) {
  const { rows } = await pool.query(
    `select name, investor_name as investor, industry_code as industry, total_fen as total, place from project where investor_name is not null and total_fen > 0 order by md5(id::text) limit 200`,
  );
  const known = rows as Known[];
  const rules = await rulesOn(db, dayOf(new Date()));
  const nobody = { investorUscc: null, investorId: null, contactPhone: null, cityCodes: [], place: null };
  const at = (i: number) => known[i % known.length]!;
  const kinds: readonly (readonly [string, (i: number) => Newcomer])[] = [
    ['unlike any', (i) => ({ ...nobody, name: `前所未有${i}号`, investorName: `无名之辈${i}`, industryCode: '3217', totalFen: 100 + i })],
    ['L1 same name', (i) => ({ ...nobody, name: at(i).name, investorName: null, industryCode: null, totalFen: null })],
    [
      'L2 similar name, same investor',
      (i) => ({ ...nobody, name: `${at(i).name}二`, investorName: at(i).investor, industryCode: null, totalFen: null }),
    ],
    [
      'L3 same investor, industry, amount',
      (i) => ({ ...nobody, name: `另一个${i}`, investorName: at(i).investor, industryCode: at(i).industry, totalFen: at(i).total }),
    ],
    [
      'L4 same address',
      (i) => ({ ...nobody, name: `又一个${i}`, investorName: null, industryCode: null, totalFen: null, place: at(i).place }),
    ],
  ];
  const lines: string[][] = [];
  for (const [what, newcomer] of kinds) {
    let found = 0;
    const times = await timesOf(async (i) => (found += (await matchesOf(db, [newcomer(i)], rules))[0]!.length), { most: 200 });
    lines.push([what, String(times.runs), inMs(times.p50), inMs(times.p95), String(found)]);
  }
  printTable(['one new project checked', 'runs', 'p50 ms', 'p95 ms', 'found'], lines);
}
