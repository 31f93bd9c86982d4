import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { presets, recognitionPresets } from './preset.ts';
import { divisionInWords, regionOf } from './region.ts';
import { RecognitionRule } from './rule.ts';
import { type ArrivalFacts, countsOn, propose } from './verdict.ts';

const wan = 1_000_000;
const good: ArrivalFacts = {
  arrivedOn: '2026-05-20',
  kind: 'equipment',
  amountFen: 500 * wan,
  currency: 'CNY',
  amountMinor: 500 * wan,
  payer: '浙江某某公司',
  region: 'outside_province',
  signedOn: '2026-01-10',
  totalFen: 3000 * wan,
  industryCode: '3217',
  section: 'C',
  natongOn: '2026-04',
  investorKind: 'private',
  evidence: ['bank_receipt'],
};
const { 'huainan-2010': huainan, 'fixed-investment': fixed, foreign, audit } = presets;
const says = (rule: RecognitionRule | null, change: Partial<ArrivalFacts> = {}) => {
  const { outcome, reason } = propose(rule, { ...good, ...change });
  return `${outcome} ${reason}`;
};

describe('what the rules of §3.1 and §3.8 say of an arrival', () => {
  test('淮南: at 300万 it counts, one fen below it does not, and without a total it waits', () => {
    expect(says(huainan, { totalFen: 300 * wan })).toBe('counted meets_rule');
    expect(says(huainan, { totalFen: 300 * wan - 1 })).toBe('left_out below_threshold');
    expect(says(huainan, { totalFen: null })).toBe('pending total_unknown');
  });
  test('淮南: 10万 US dollars are enough whatever the total, and a cent less is not', () => {
    const small = { totalFen: 72 * wan, currency: 'USD' } as const;
    expect(says(huainan, { ...small, amountMinor: 100_000_00 })).toBe('counted meets_rule');
    expect(says(huainan, { ...small, amountMinor: 99_999_99 })).toBe('left_out below_threshold');
  });
  test.each([
    [{ kind: 'working_capital' }, 'left_out kind_not_counted'],
    [{ payer: '某区财政局' }, 'left_out payer_excluded'],
    [{ industryCode: '7010' }, 'left_out industry_excluded'],
    [{ signedOn: null }, 'left_out not_signed'],
    [{ signedOn: '2026-05-21' }, 'left_out before_signing'],
    [{ signedOn: '2026-05', arrivedOn: '2026-05' }, 'counted meets_rule'],
    [{ region: 'outside_county' }, 'left_out payer_local'],
    [{ region: null }, 'pending payer_unknown'],
    [{ evidence: ['site_photo'] }, 'pending evidence_missing'],
  ] as const)('淮南, %j: %s', (change, said) => {
    expect(says(huainan, change)).toBe(said);
  });
  test('固投统计 asks for the library and leaves working capital out, where 招商 counts it', () => {
    expect(says(fixed)).toBe('counted meets_rule');
    expect(says(fixed, { natongOn: null })).toBe('pending not_in_statistics');
    expect(says(fixed, { kind: 'working_capital' })).toBe('left_out kind_not_counted');
    expect(says(presets['provincial-promotion'], { kind: 'working_capital' })).toBe('counted meets_rule');
  });
  test('外资 counts an investor from abroad with its papers', () => {
    expect(says(foreign, { region: 'abroad', investorKind: 'foreign' })).toBe('counted meets_rule');
    expect(says(foreign, { region: 'abroad' })).toBe('left_out investor_kind');
  });
  test('审计 asks for the bank’s paper and for another', () => {
    expect(says(audit)).toBe('pending evidence_missing');
    expect(says(audit, { evidence: ['bank_receipt', 'invoice'] })).toBe('counted meets_rule');
  });
  test('without a rule nothing is decided', () => {
    expect(says(null)).toBe('pending no_rule');
  });
  test('an arrival counts whole or not at all, whatever it is', () => {
    const facts = fc.record({
      kind: fc.constantFrom('land', 'working_capital', 'other' as const),
      amountFen: fc.integer({ min: -1000, max: 1000 }).filter((n) => n !== 0),
      region: fc.constantFrom('local', 'abroad', null),
      totalFen: fc.option(fc.integer({ min: 0, max: 1000 * wan })),
    });
    fc.assert(
      fc.property(facts, fc.constantFrom(...Object.values(presets)), (change, rule) => {
        const { outcome, amountFen } = propose(rule, { ...good, ...change });
        expect(amountFen).toBe(outcome === 'counted' ? change.amountFen : 0);
      }),
    );
  });
});

test('R6: an arrival of December counts under 到账日 in its year, under 认定日 in the year of the verdict', () => {
  expect(countsOn(huainan, '2025-12-30', '2026-01-15')).toBe('2025-12-30');
  expect(countsOn(audit, '2025-12-30', '2026-01-15')).toBe('2026-01-15');
});

describe('where a payer comes from', () => {
  test.each([
    ['640425', 'local'],
    ['640422', 'outside_county'],
    ['640100', 'outside_prefecture'],
    ['330100', 'outside_province'],
    ['810000', 'abroad'],
    ['640400', null],
    ['640000', null],
    [null, null],
  ])('%s seen from 640425: %s', (code, region) => {
    expect(regionOf(code, '640425')).toBe(region);
  });
  test('without a home only abroad can be told', () => {
    expect([regionOf('330100', null), regionOf('000000', null)]).toEqual([null, 'abroad']);
  });
  const places = [
    { code: '330000', name: '浙江省' },
    { code: '330100', name: '杭州市' },
    { code: '640000', name: '宁夏回族自治区' },
  ];
  test.each([
    ['浙江', '330000'],
    ['浙江省杭州市', '330100'],
    ['宁夏', '640000'],
    ['新加坡', '000000'],
    ['不详', null],
    [null, null],
  ])('%s in words: %s', (words, code) => {
    expect(divisionInWords(words, places)).toBe(code);
  });
});

test('every shipped rule is one that could be published', () => {
  for (const { body } of recognitionPresets) expect(RecognitionRule.parse(body)).toEqual(body);
});
