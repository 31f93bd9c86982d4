import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameKey } from '../../../kernel/name-key.ts';
import { phoneKey } from '../../../kernel/phone-key.ts';
import { placeKey } from '../../../kernel/place-key.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { shippedRules } from './rules.ts';
import { checkRuling } from './ruling.ts';
import { type Compared, differencePercent, signsOf, strictest } from './signs.ts';
import { similarityPercent } from './similarity.ts';

const nobody: Compared = {
  nameKey: '甲',
  investorKeys: [],
  investorUscc: null,
  investorId: null,
  industryCode: null,
  totalFen: null,
  phoneKey: null,
  placeKey: null,
  cityCodes: [],
};
const level = (a: Partial<Compared>, b: Partial<Compared>) =>
  strictest(signsOf({ ...nobody, ...a }, { ...nobody, nameKey: '乙', ...b }, shippedRules));
const name = (text: string) => ({ nameKey: nameKey(text) });
const huarui = { investorKeys: ['华锐'] };

describe('T7 L1 to L4, at their edges', () => {
  test.each([
    ['L1 the same municipal code', { cityCodes: ['SZS-1'] }, { cityCodes: ['SZS-2', 'SZS-1'] }, 'L1'],
    ['L1 the same name but for blanks and brackets', name('镁合金（一期）项目'), name('镁合金 (一期)项目'), 'L1'],
    [
      'L2 85 % alike and the same investor',
      { ...huarui, nameKey: '静川镁合金精密压铸及轻量化部件智造基地项目' },
      { ...huarui, nameKey: '静川镁合金精密压铸及轻量化部件制造园区项目' },
      'L2',
    ],
    ['below 85 % it is none', { ...huarui, nameKey: '静川镁合金压铸项目' }, { ...huarui, nameKey: '静川铝板带压铸项目' }, null],
    [
      'as alike as can be, of another investor: none',
      { nameKey: '静川镁合金精密压铸项目一', investorKeys: ['华锐'] },
      { nameKey: '静川镁合金精密压铸项目二', investorKeys: ['华强'] },
      null,
    ],
    [
      'L3 investor, industry, amount at exactly 20 %',
      { ...huarui, industryCode: '3217', totalFen: 100 },
      { ...huarui, industryCode: '3217', totalFen: 80 },
      'L3',
    ],
    [
      'beyond 20 % it is none',
      { ...huarui, industryCode: '3217', totalFen: 1000 },
      { ...huarui, industryCode: '3217', totalFen: 799 },
      null,
    ],
    [
      'another industry: none',
      { ...huarui, industryCode: '3217', totalFen: 100 },
      { ...huarui, industryCode: '7810', totalFen: 100 },
      null,
    ],
    ['no amount known: none', { ...huarui, industryCode: '3217' }, { ...huarui, industryCode: '3217', totalFen: 1 }, null],
    ['L4 the same telephone', { phoneKey: phoneKey('0952-201 2345转8') }, { phoneKey: phoneKey('（0952）2012345') }, 'L4'],
    [
      'L4 one address begins with the other',
      { placeKey: placeKey('静川市高新区镁谷大道8号') },
      { placeKey: placeKey('高新区镁谷大道 8号2号厂房') },
      'L4',
    ],
    ['an address that says little: none', { placeKey: '园区' }, { placeKey: '园区东' }, null],
    ['nothing alike', {}, {}, null],
  ] as const)('%s', (_, a, b, expected) => expect(level(a as Partial<Compared>, b as Partial<Compared>)).toBe(expected));

  test('the same investor is known by register, by code, or by any name of either', () => {
    const deal = { industryCode: '3217', totalFen: 100 };
    expect(level({ ...deal, investorId: 'e' }, { ...deal, investorId: 'e' })).toBe('L3');
    expect(level({ ...deal, investorUscc: 'u' }, { ...deal, investorUscc: 'u' })).toBe('L3');
    expect(level({ ...deal, investorKeys: ['今名', '旧名'] }, { ...deal, investorKeys: ['旧名'] })).toBe('L3');
    expect(level({ ...deal, investorKeys: [''] }, { ...deal, investorKeys: [''] })).toBe(null);
  });

  test('whoever is compared with whom, the signs are the same; thresholds are data', () => {
    const text = fc.string({ unit: fc.constantFrom('静', '川', '镁', '铝', '项', '目'), minLength: 1, maxLength: 12 });
    const any = fc.record({
      nameKey: text,
      investorKeys: fc.array(text, { maxLength: 2 }),
      investorUscc: fc.constantFrom(null, 'u'),
      investorId: fc.constantFrom(null, 'e'),
      industryCode: fc.constantFrom(null, '3217'),
      totalFen: fc.option(fc.nat(1000), { nil: null }),
      phoneKey: fc.constantFrom(null, '09522012345'),
      placeKey: fc.option(text, { nil: null }),
      cityCodes: fc.constantFrom([], ['c']),
    });
    fc.assert(fc.property(any, any, (a, b) => void expect(signsOf(a, b, shippedRules)).toEqual(signsOf(b, a, shippedRules))));
    const strict = { ...shippedRules, similarityPercent: 100, amountPercent: 0 };
    fc.assert(
      fc.property(any, any, (a, b) => void expect(signsOf(a, b, shippedRules).length).toBeGreaterThanOrEqual(signsOf(a, b, strict).length)),
    );
  });

  test('likeness is 100 for the same and only for the same, symmetric, and falls with every change', () => {
    const text = fc.string({ unit: fc.constantFrom('甲', '乙', '丙', '丁'), maxLength: 12 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(similarityPercent(a, b)).toBe(similarityPercent(b, a));
        expect(similarityPercent(a, b) === 100).toBe(a === b);
        expect(similarityPercent(a, b)).toBeGreaterThanOrEqual(0);
      }),
    );
    expect(similarityPercent('一二三四五六七八九十一二三四五六七八九十', '一二三四五六七八九十一二三四五六七甲乙丙')).toBe(85);
    expect([differencePercent(100, 80), differencePercent(0, 0), differencePercent(0, 5)]).toEqual([20, 0, 100]);
  });
});

test('a hint may be let pass; what blocked is decided with a reason; what is decided is decided', () => {
  const rule = (...of: Parameters<typeof checkRuling>) => {
    const answer = checkRuling(...of);
    return answer instanceof Refusal ? answer.code : answer;
  };
  for (const hint of ['L3', 'L4'] as const) expect(rule(hint, 'open', 'ignored', null)).toBe(true);
  for (const blocked of ['L1', 'L2'] as const) expect(rule(blocked, 'open', 'ignored', '看过')).toBe('duplicate.must_be_decided');
  expect(rule('L1', 'open', 'separate', ' ')).toBe('duplicate.reason_required');
  expect(rule('L1', 'open', 'separate', '二期，用地不同')).toBe(true);
  expect(rule('L4', 'separate', 'ignored', null)).toBe('duplicate.decided_already');
});
