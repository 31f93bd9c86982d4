import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskedName } from './masked-name.ts';
import { bigrams, nameKey, searchKey } from '../../../kernel/name-key.ts';

describe('a name without its investor', () => {
  test.each([
    ['华锐锂电池正极材料项目', '宁夏华锐新能源科技有限公司', '某企业锂电池正极材料项目'],
    ['宁夏华锐新能源科技有限公司年产5万吨项目', '宁夏华锐新能源科技有限公司', '某企业年产5万吨项目'],
    ['华锐（宁夏）二期项目', '华锐集团股份有限公司', '某企业（宁夏）二期项目'],
    ['远景铁塔装备制造产业园', '远景铁塔装备制造（江苏）有限公司', '某企业产业园'],
    ['瀚辰智能家居五金项目', '浙江瀚辰五金制品有限公司', '某企业智能家居五金项目'],
    ['朔川预制菜中央厨房', '四川朔川预制菜中央厨房有限公司', '某企业预制菜中央厨房'],
    ['瀚辰五金制品一期', '浙江瀚辰五金制品有限公司', '某企业五金制品一期'],
    ['城南商贸综合体', null, '城南商贸综合体'],
    ['城南商贸综合体', '张大壮', '城南商贸综合体'],
    ['张大壮养殖基地', '张大壮', '某企业养殖基地'],
    ['Borealis Motors EV plant', 'Borealis Motors Holding Ltd', '某企业 EV plant'],
    ['BOREALIS 动力电池', 'Borealis Energy Co., Ltd.', '某企业 动力电池'],
    ['新能源装备制造基地', '中国新能源装备制造集团有限公司', '某企业基地'],
  ])('%s by %s is %s', (name, investor, masked) => {
    expect(maskedName(name, [investor])).toBe(masked);
  });
  test('the company registered here tells as much as the investor', () => {
    expect(maskedName('静川锐驰轴承项目', ['华锐集团有限公司', '静川锐驰轴承有限公司'])).not.toMatch(/锐驰/);
  });
  test('no stretch of a distinctive name is left, wherever it stands', () => {
    const sign = fc.constantFrom(...'鑫淼焱垚犇骉麒麟翀曜珩璟');
    const brand = fc.array(sign, { minLength: 2, maxLength: 4 }).map((s) => s.join(''));
    const place = fc.constantFrom('', '宁夏', '浙江省', '中国');
    const trade = fc.constantFrom('新能源科技', '生物医药', '装备制造', '');
    const form = fc.constantFrom('有限公司', '集团股份有限公司', '有限责任公司', '');
    fc.assert(
      fc.property(brand, place, trade, form, fc.nat(3), (b, p, t, f, at) => {
        const parts = ['年产', '万套', '零部件', '项目'];
        const name = [...parts.slice(0, at), b, ...parts.slice(at)].join('');
        const masked = maskedName(name, [p + b + t + f]);
        for (let i = 0; i + 2 <= b.length; i++) expect(masked).not.toContain(b.slice(i, i + 2));
      }),
    );
  });
});

describe('names that meet', () => {
  test.each([
    ['华锐（宁夏）有限公司', '华锐(宁夏)有限责任公司'],
    ['Ａlpha　Motors Co., Ltd.', 'alpha motors'],
    ['静川 镁业 项目', '静川镁业项目'],
  ])('%s is %s', (a, b) => expect(nameKey(a)).toBe(nameKey(b)));
  test('different names stay different', () => {
    expect(nameKey('华锐一期')).not.toBe(nameKey('华锐二期'));
    expect(nameKey('有限公司')).toBe('');
  });
  // A blank, a note sign or an accent that stood between two characters is gone: what then stands together is one character, or in another order.
  test.each(['K\u0301\u00b8', '\u{1d157}\u{1d165}\ufe70', '\u{1d734}\u1fcd'])('%j has a key that stays as it is', (text) => {
    expect(searchKey(searchKey(text))).toBe(searchKey(text));
  });
  test('whatever is part of a name is found by its neighbouring characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 2, maxLength: 12 }), fc.nat(10), fc.nat(10), (text, a, b) => {
        const part = [...searchKey(text)].slice(Math.min(a, b), Math.max(a, b)).join('');
        expect(bigrams([text])).toEqual(expect.arrayContaining(bigrams([part])));
      }),
      { examples: [['\u{1d157}\u{1d165}\ufe70  ', 0, 2]] },
    );
  });
});
