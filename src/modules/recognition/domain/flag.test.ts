import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FlagArrival, type FlagFacts, findFlags, groundsOf } from './flag.ts';
import { defaultFlagRule, FlagRule, flagPreset } from './flag-rule.ts';

const wan = 1_000_000;
const today = '2026-11-28';
const arrival = (id: string, more: Partial<FlagArrival> = {}): FlagArrival => ({
  id,
  arrivedOn: '2026-10-10',
  amountFen: 123 * wan,
  voucherNo: null,
  voucherOn: null,
  payer: '浙江某某公司',
  ...more,
});
const facts = (arrivals: FlagArrival[], more: Partial<FlagFacts> = {}): FlagFacts => ({
  projectId: 'p',
  arrivals,
  signedOn: '2026-01-10',
  agreedFen: 10_000 * wan,
  totalFen: 10_000 * wan,
  progressOn: '2026-11',
  isFinished: false,
  vouchers: new Map(),
  files: [],
  contacts: [],
  ...more,
});
const codes = (f: FlagFacts) => findFlags(f, defaultFlagRule, today).map((x) => x.code);
const elsewhere = [{ projectId: 'q', arrivalId: 'z' }];

describe('R4: what deserves a second look', () => {
  test('nothing about an ordinary arrival', () => {
    expect(codes(facts([arrival('a')]))).toEqual([]);
  });
  test('T12 the same voucher in two projects, and twice in one', () => {
    const other = facts([arrival('a', { voucherNo: 'V1' })], { vouchers: new Map([['V1', elsewhere]]) });
    expect(findFlags(other, defaultFlagRule, today)).toMatchObject([
      { code: 'same_voucher', params: { voucherNo: 'V1', uses: 2 }, elsewhere },
    ]);
    expect(codes(facts([arrival('a', { voucherNo: 'V1' }), arrival('b', { voucherNo: 'V1' })]))).toEqual(['same_voucher']);
    expect(codes(facts([arrival('a', { voucherNo: 'V1' })]))).toEqual([]);
  });
  test('one file as evidence of two arrivals', () => {
    expect(codes(facts([arrival('a')], { files: [{ sha256: 'x', arrivalId: 'a', elsewhere }] }))).toEqual(['same_file']);
    expect(codes(facts([arrival('a')], { files: [{ sha256: 'x', arrivalId: 'a', elsewhere: [] }] }))).toEqual([]);
  });
  test.each([
    ['a payer that the rule names', { payer: '某区财政局' }, 'local_payer'],
    ['the day before signing', { arrivedOn: '2026-01-09', voucherOn: null }, 'before_signing'],
    ['a voucher of the last day of the year before', { voucherOn: '2025-12-31' }, 'voucher_year'],
  ] as const)('%s', (_, more, code) => {
    expect(codes(facts([arrival('a', more)]))).toEqual([code]);
  });
  test.each([
    ['a payer with other words', { payer: '某财经科技公司' }],
    ['a payer that is not known', { payer: null }],
    ['the day of signing', { arrivedOn: '2026-01-10' }],
    ['a voucher of the first day of the year', { voucherOn: '2026-01-01' }],
    ['a voucher whose year alone is known', { voucherOn: '2026' }],
  ] as const)('not %s', (_, more) => {
    expect(codes(facts([arrival('a', more)]))).toEqual([]);
  });
  test('money without any agreement is before signing, and above none', () => {
    expect(codes(facts([arrival('a')], { signedOn: null, agreedFen: 0 }))).toEqual(['before_signing']);
  });
  test('arrived in the month of a signing known to the month accuses nobody', () => {
    expect(codes(facts([arrival('a', { arrivedOn: '2026-01' })], { signedOn: '2026-01-20' }))).toEqual([]);
  });
  test('above the agreement and above the total, one fen each; exactly at them is not', () => {
    const at = [arrival('a', { amountFen: 10_000 * wan })];
    expect(codes(facts(at))).toEqual([]);
    expect(codes(facts(at, { agreedFen: 10_000 * wan - 1 }))).toEqual(['above_agreed']);
    expect(codes(facts(at, { totalFen: 10_000 * wan - 1 }))).toEqual(['above_total']);
  });
  test('money that leaves within 90 days, and not on the 91st', () => {
    const came = arrival('a', { arrivedOn: '2026-07-01', amountFen: 50 * wan });
    const out = (arrivedOn: string) => arrival('b', { arrivedOn, amountFen: -50 * wan });
    expect(codes(facts([came, out('2026-09-29')]))).toEqual(['in_and_out']);
    expect(codes(facts([came, out('2026-09-30')]))).toEqual([]);
  });
  test('when half of it leaves, and not a fen less', () => {
    const out = (amountFen: number) => arrival('b', { arrivedOn: '2026-10-20', amountFen });
    const came = arrival('a', { amountFen: 50 * wan });
    expect(codes(facts([came, out(-25 * wan)]))).toEqual(['in_and_out']);
    expect(codes(facts([came, out(-25 * wan + 1)]))).toEqual([]);
  });
  test('six months without progress, unless the project is finished', () => {
    const old = [arrival('a', { arrivedOn: '2026-04-30' })];
    expect(codes(facts(old, { progressOn: '2026-04' }))).toEqual(['no_progress']);
    expect(codes(facts(old, { progressOn: '2026-05' }))).toEqual([]);
    expect(codes(facts(old, { progressOn: null, isFinished: true }))).toEqual([]);
    expect(codes(facts([arrival('a', { arrivedOn: '2026-05-01' })], { progressOn: '2026-04' }))).toEqual([]);
  });
  test('three round sums in one December: not two, not uneven by a fen, not in November', () => {
    const round = (id: string, more: Partial<FlagArrival> = {}) => arrival(id, { arrivedOn: '2025-12-01', amountFen: 300 * wan, ...more });
    const signed = { signedOn: '2024-01-01' };
    const with3 = (more: Partial<FlagArrival>) => codes(facts([round('a'), round('b'), round('c', more)], signed));
    expect(with3({})).toEqual(['december_round']);
    expect(codes(facts([round('a'), round('b')], signed))).toEqual([]);
    expect(with3({ amountFen: 300 * wan + 1 })).toEqual([]);
    expect(with3({ arrivedOn: '2025-11-30' })).toEqual([]);
    expect(with3({ arrivedOn: '2024-12-31' })).toEqual([]);
  });
  test('a contact that another investor has too, of projects that money came to', () => {
    const contacts = [{ contact: '13900000000', elsewhere }];
    expect(codes(facts([arrival('a')], { contacts }))).toEqual(['shared_contact']);
    expect(codes(facts([], { contacts }))).toEqual([]);
  });
  test('its grounds do not depend on the order of what was read', () => {
    const [x, y] = [arrival('a', { voucherNo: 'V' }), arrival('b', { voucherNo: 'V' })];
    const grounds = (f: FlagFacts) => findFlags(f, defaultFlagRule, today).map(groundsOf);
    expect(grounds(facts([x, y]))).toEqual(grounds(facts([y, x])));
  });
  test('whatever arrives, a finding names arrivals that there are, and never twice the same', () => {
    const some = fc.record({
      arrivedOn: fc.constantFrom('2025', '2025-12', '2025-12-20', '2026-01-09', '2026-04-30', '2026-10-10'),
      amountFen: fc.integer({ min: -300, max: 300 }).map((n) => n * wan),
      voucherNo: fc.constantFrom(null, 'V1', 'V2'),
      payer: fc.constantFrom(null, '某区财政局', '某公司'),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 8 }), (given) => {
        const known = given.map((a, i) => arrival(String(i), a));
        const found = findFlags(facts(known), defaultFlagRule, today);
        expect(found.flatMap((f) => f.arrivalIds).filter((id) => !known.some((a) => a.id === id))).toEqual([]);
        const keys = found.map((f) => `${f.code} ${f.key}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });
});

test('the shipped thresholds could be published', () => {
  expect(FlagRule.parse(flagPreset.body)).toEqual(flagPreset.body);
});
