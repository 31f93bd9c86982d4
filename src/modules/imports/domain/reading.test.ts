import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ImportField } from '../../../kernel/import-row.ts';
import { headerBlock } from '../../../kernel/sheet-header.ts';
import type { Cell, Row } from '../../../kernel/sheet-row.ts';
import { readPlan, type ReadPlan } from './read-plan.ts';
import { RowMapper } from './row-mapper.ts';
import { ImportSetup } from './setup.ts';
import { SumChecker } from './sum-check.ts';

const field = (key: string, type: ImportField['type'], more: Partial<ImportField> = {}): ImportField => ({
  key,
  zh: key,
  en: key,
  aliases: [],
  type,
  ...more,
});
const fields: ImportField[] = [
  field('name', 'text', { required: true }),
  field('total', 'amount'),
  field('agreed', 'amount'),
  field('place', 'text'),
  field('unit', 'text'),
  field('land', 'decimal', { unit: '亩', decimals: 2 }),
  field('jobs', 'whole', { unit: '人' }),
  field('isNew', 'flag'),
  field('kind', 'choice', { choices: [{ value: 'land', names: ['土地', 'Land'] }] }),
  field('month', 'month'),
  field('day', 'day'),
  field('currency', 'choice', {
    choices: [
      { value: 'USD', names: ['美元'] },
      { value: 'CNY', names: ['人民币'] },
      { value: 'JPY', names: ['日元'] },
    ],
  }),
  field('rate', 'decimal', { decimals: 10 }),
  field('remark', 'text', { max: 20 }),
];
const cell = (value: string | number, column: number, more: Partial<Cell> = {}): Cell =>
  value === ''
    ? { column, kind: 'empty', text: '' }
    : { column, kind: typeof value === 'number' ? 'number' : 'text', text: String(value), ...more };
const row = (number: number, values: readonly (string | number)[]): Row => ({ number, cells: values.map((v, i) => cell(v, i)) });
const block = (headers: readonly string[], note?: string) => headerBlock([...(note ? [row(1, [note])] : []), row(2, headers)], [2]);
const setupOf = (setup: object) => ImportSetup.parse(setup);
const planOf = (headers: readonly string[], setup: object, note?: string): ReadPlan => {
  const plan = readPlan(setupOf(setup), block(headers, note), fields);
  if (Array.isArray(plan)) throw new Error(JSON.stringify(plan));
  return plan as ReadPlan;
};
const read = (headers: readonly string[], setup: object, values: readonly (string | number)[], note?: string) =>
  new RowMapper(planOf(headers, setup, note)).read(row(3, values));
const codesOf = (headers: readonly string[], setup: object) => {
  const plan = readPlan(setupOf(setup), block(headers), fields);
  return Array.isArray(plan) ? plan.map((p) => p.code) : [];
};

describe('a setup that does not fit is refused with every problem at once', () => {
  test.each([
    ['a header that is not there', { columns: { 名称: 'name', 没有: 'place' } }, ['setup.header_missing']],
    ['a field that is not there', { columns: { 名称: 'name', 地点: 'nothing' } }, ['setup.unknown_field']],
    ['a required field that nothing fills', { columns: { 地点: 'place' } }, ['setup.required_unmapped']],
    ['a field filled twice', { columns: { 名称: 'name', 地点: 'name' } }, ['setup.field_mapped_twice']],
    ['a field filled by a column and by others', { columns: { 名称: 'name' }, compose: { name: '{地点}' } }, ['setup.field_mapped_twice']],
    ['a composition without a column', { columns: { 名称: 'name' }, compose: { place: '哪里' } }, ['setup.compose_without_column']],
    ['an amount that might be 元 or 亿元', { columns: { 名称: 'name', 金额: 'total' } }, ['setup.amount_unit_missing']],
    ['a currency without its rate', { columns: { 名称: 'name', 金额: 'total' }, currency: 'USD' }, ['setup.rate_missing']],
    ['nothing but defaults', { columns: {}, defaults: { name: '甲' } }, ['setup.nothing_mapped']],
    ['two headers that look the same', { columns: { 名称: 'name', 投资额: 'total' } }, ['setup.header_ambiguous']],
    [
      'everything together',
      { columns: { 没有: 'name', 金额: 'total', 地点: 'nothing' } },
      ['setup.unknown_field', 'setup.header_missing', 'setup.amount_unit_missing', 'setup.required_unmapped'],
    ],
  ])('%s', (_, setup, codes) => {
    expect(codesOf(['名称', '地点', '金额', '投资额（万元）', '投资额(亿元)'], setup)).toEqual(codes);
  });
  test('keys that do not exist are refused', () => expect(ImportSetup.safeParse({ columns: {}, column: {} }).success).toBe(false));
});

describe('the unit of an amount', () => {
  const total = (header: string, value: string | number, setup: object = {}, note?: string) =>
    read(['名称', header], { columns: { 名称: 'name', [header]: 'total' }, ...setup }, ['甲', value], note).mapped.values['total'];
  test('in the cell goes before the header, the header before the setup, the setup before the note above the table', () => {
    expect(total('总投资（亿元）', '2万元', { amountUnit: '元' }, '单位：万元')).toBe(2_000_000);
    expect(total('总投资（亿元）', 2, { amountUnit: '元' }, '单位：万元')).toBe(20_000_000_000);
    expect(total('总投资', 2, { amountUnit: '元' }, '单位：万元')).toBe(200);
    expect(total('总投资', 2, {}, '单位：万元')).toBe(2_000_000);
  });
  test('of a foreign currency is the currency itself when nothing says otherwise', () => {
    expect(total('Amount', '12.34', { currency: 'USD', rate: '7' })).toBe(1234);
  });
  test('may name the currency, which then needs the rate of the setup', () => {
    const { mapped } = read(
      ['名称', '外资（万美元）'],
      { columns: { 名称: 'name', '外资（万美元）': 'total' }, currency: 'USD', rate: '7' },
      ['甲', 1],
    );
    expect(mapped).toMatchObject({ values: { total: 1_000_000 }, terms: { currency: 'USD', rate: '7' } });
    expect(codesOf(['名称', '外资（万美元）'], { columns: { 名称: 'name', '外资（万美元）': 'total' } })).toEqual(['setup.rate_missing']);
  });
});

describe('the currency of a row', () => {
  const headers = ['名称', '金额', '币种', '汇率', '合同外资（万美元）'];
  const setup = { columns: { 名称: 'name', 金额: 'total', 币种: 'currency', 汇率: 'rate' }, amountUnit: '元' };
  test('comes from its own column, with its own rate', () => {
    expect(read(headers, setup, ['甲', 5, '美元', 7.1]).mapped).toMatchObject({
      values: { total: 500 },
      terms: { currency: 'USD', rate: '7.1000000000' },
    });
    expect(read(headers, setup, ['甲', 5, '', '']).mapped.terms).toEqual({ currency: 'CNY', rate: '1', rateSource: null, rateOn: null });
  });
  test('without a rate is refused', () =>
    expect(read(headers, setup, ['甲', 5, '美元', '']).faults).toMatchObject([{ code: 'money.rate_missing', field: 'currency' }]));
  test('counts in its own smallest unit: there is no half yen', () => {
    expect(read(headers, setup, ['甲', 5, '日元', 0.05]).mapped.values['total']).toBe(5);
    expect(read(headers, setup, ['甲', 5.5, '日元', 0.05]).faults).toMatchObject([{ code: 'amount.finer_than_minor' }]);
  });
  test('is one for all its amounts', () => {
    const both = { ...setup, columns: { ...setup.columns, '合同外资（万美元）': 'agreed' }, currency: 'USD', rate: '7' };
    expect(read(headers, both, ['甲', 5, '人民币', '', 1]).faults).toMatchObject([{ code: 'amount.currencies_differ', field: 'agreed' }]);
  });
});

describe('a row', () => {
  test('is composed, translated and filled up from the setup', () => {
    const setup = {
      columns: { 名称: 'name', 类别: 'kind', 新: 'isNew' },
      compose: { place: '{市}·{区}' },
      dictionaries: { kind: { 地: '土地', 无关: '' } },
      defaults: { unit: '招商局', kind: 'Land' },
    };
    const headers = ['名称', '类别', '新', '市', '区'];
    expect(read(headers, setup, ['甲', '地', '√', '银川', '西夏']).mapped.values).toEqual({
      name: '甲',
      kind: 'land',
      isNew: true,
      place: '银川·西夏',
      unit: '招商局',
    });
    expect(read(headers, setup, ['甲', '无关', '否', '', '']).mapped.values).toEqual({
      name: '甲',
      kind: 'land',
      isNew: false,
      unit: '招商局',
    });
    expect(read(headers, { ...setup, defaults: {} }, ['甲', '别的', '', '', '']).faults).toMatchObject([
      { code: 'choice.unknown', found: '别的', expected: '土地' },
    ]);
  });
  test('carries down what is written once, and counts an amount merged over several rows once', () => {
    const mapper = new RowMapper(
      planOf(['单位', '名称', '金额'], { columns: { 单位: 'unit', 名称: 'name', 金额: 'total' }, amountUnit: '元', fillDown: ['单位'] }),
    );
    const first = mapper.read(row(3, ['北山镇', '甲', 7]));
    const second = mapper.read({ number: 4, cells: [cell('', 0), cell('乙', 1), cell(7, 2, { merged: true })] });
    const third = mapper.read(row(5, ['南河镇', '丙', 1]));
    expect([first, second, third].map((r) => r.mapped.values)).toEqual([
      { unit: '北山镇', name: '甲', total: 700 },
      { unit: '北山镇', name: '乙' },
      { unit: '南河镇', name: '丙', total: 100 },
    ]);
  });
  test('reads land in 亩 whatever the header measures in', () => {
    const land = (header: string, value: number | string) =>
      read(['名称', header], { columns: { 名称: 'name', [header]: 'land' } }, ['甲', value]).mapped.values['land'];
    expect([land('用地（亩）', '约12.5亩'), land('用地（平方米）', 2000), land('用地（公顷）', 2), land('用地（平方公里）', 1)]).toEqual([
      '12.50',
      '3.00',
      '30.00',
      '1500.00',
    ]);
    expect(codesOf(['名称', '用地（人）'], { columns: { 名称: 'name', '用地（人）': 'land' } })).toEqual(['setup.unit_differs']);
  });
  test('asks for the month or the day where one is needed', () => {
    const headers = ['名称', '月', '日'];
    const setup = { columns: { 名称: 'name', 月: 'month', 日: 'day' } };
    expect(read(headers, setup, ['甲', '2026年3月5日', '2026-03-05']).mapped.values).toMatchObject({ month: '2026-03', day: '2026-03-05' });
    expect(read(headers, setup, ['甲', '2026', '2026-03']).faults.map((f) => f.code)).toEqual(['date.month_needed', 'date.day_needed']);
  });
});

describe('合计 and 小计', () => {
  const headers = ['单位', '名称', '金额（万元）'];
  const plan = planOf(headers, { columns: { 单位: 'unit', 名称: 'name', '金额（万元）': 'total' } });
  const checked = (lines: readonly (readonly [kind: 'record' | 'total' | 'subtotal', amount: number | string])[]) => {
    const mapper = new RowMapper(plan);
    const sums = new SumChecker(plan);
    lines.forEach(([kind, amount], i) => {
      const line = row(i + 3, ['', kind === 'record' ? '甲' : '', amount]);
      if (kind === 'record') sums.add(mapper.read(line));
      else sums.note(line, kind);
    });
    return sums.checks();
  };
  test('are held to the rows above or below them', () => {
    const lines = [
      ['total', 6],
      ['subtotal', 3],
      ['record', 1],
      ['record', 2],
      ['subtotal', 3],
      ['record', 3],
    ] as const;
    expect(checked(lines).map((c) => c.agrees)).toEqual([true, true, true]);
    expect(
      checked([
        ['record', 1],
        ['record', 2],
        ['subtotal', 3],
        ['record', 4],
        ['subtotal', 4],
        ['total', 8],
      ]),
    ).toMatchObject([{ agrees: true }, { agrees: true }, { row: 8, agrees: false, found: '80000.00', expected: '70000.00' }]);
  });
  test('agree with whatever rows they sum, to the fen', () => {
    const amounts = fc.array(fc.integer({ min: 0, max: 10 ** 9 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(amounts, (units) => {
        const text = (n: number) => (n / 100).toFixed(2);
        const sum = units.reduce((a, b) => a + b, 0);
        const [check] = checked([...units.map((n) => ['record', text(n)] as const), ['total', text(sum)]]);
        expect(check!.agrees).toBe(true);
      }),
    );
  });
});
