import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Block, Content, placesOf, plainText } from './content.ts';
import { monthlyAnalysis } from './monthly-analysis.ts';
import type { MonthlyFigures } from './monthly-figures.ts';
import { anyBundle, emptyBundle, figures, unit, values, yi } from '../test-figures.ts';

/** What a reader reads, a line a block or row. */
function readAll({ blocks }: Pick<Content, 'blocks'>): string[] {
  const words = (block: Block): string[] => {
    if (block.kind === 'slot') return [];
    if (block.kind === 'heading') return [block.text];
    if (block.kind === 'paragraph') return [plainText(block.runs)];
    return [block.caption, ...block.rows.map((r) => r.cells.map(plainText).join('|')), ...(block.note ? [block.note] : [])];
  };
  return blocks.flatMap(words);
}
const read = (bundle: MonthlyFigures) => readAll(monthlyAnalysis(bundle)).join('\n');

const total = {
  signed_count: 132,
  signed_amount: yi(48.33),
  attracted_amount: yi(42.11),
  arrived_amount: yi(15.82),
  arrival_rate: [yi(15.82), yi(48.33)],
  started_count: 73,
  start_rate: [73, 132],
  producing_count: 21,
  production_rate: [21, 132],
  fulfilment_rate: [132, 137],
  invested_count: 353,
  invested_amount: yi(34.17),
  new_count: 119,
  continued_count: 230,
} as const;
const published: MonthlyFigures = {
  ...emptyBundle(),
  periods: {
    ...emptyBundle().periods,
    total: figures(total),
    year: figures({ signed_count: 59, signed_amount: yi(25.9), arrived_amount: yi(10.72), opened_count: 12 }),
    yearBefore: figures({ signed_count: 59, signed_amount: yi(30), arrived_amount: yi(1) }),
    current: figures({ signed_count: 7, signed_amount: yi(2.65), arrived_amount: yi(0.5) }),
    currentBefore: figures({ signed_count: 9, signed_amount: yi(2) }),
    previous: figures({ signed_count: 4, signed_amount: yi(2), arrived_amount: yi(0.25) }),
  },
};

describe('the monthly analysis', () => {
  test('is named by unit and month', () => {
    expect(monthlyAnalysis(published).title).toBe('栖梧区2026年10月招商引资和项目建设情况分析');
  });
  test('begins with the figures since the ledger began, each rate with what it is made of', () => {
    expect(read(published)).toContain(
      '截至2026年10月底，全区累计签约项目132个，协议资金48.33亿元，其中引资额42.11亿元；累计到位资金15.82亿元；资金到位率32.73%（签约项目到位15.82亿元，协议资金48.33亿元）。',
    );
    expect(read(published)).toContain('已开工73个，开工率55.30%；已投产21个，投产率15.91%；合同履约率96.35%（签约137个，未退库132个）。');
  });
  test('says from which total on projects with investment count, and which of them have no start date', () => {
    expect(read(published)).toContain(
      '总投资100万元及以上、有完成投资记录的项目353个，累计完成投资34.17亿元。其中2026年新建119个、往年续建230个、未登记开工时间4个。',
    );
  });
  test('compares the year with the last one and the month also with the month before', () => {
    expect(read(published)).toContain(
      '2026年1—10月，新签约项目59个，同比持平；协议资金25.90亿元，同比下降13.67%；到位资金10.72亿元，为上年同期的10.72倍；无完成投资记录。',
    );
    expect(read(published)).toContain(
      '10月，新签约项目7个，同比减少2个、环比增加3个；协议资金2.65亿元，同比增长32.50%、环比增长32.50%；到位资金5000.00万元，上年同期无可比数、环比增长100.00%；无完成投资记录。',
    );
  });
  test('takes January and February together, without a month before', () => {
    const bundle = {
      ...published,
      ...pick(emptyBundle('2026-02', '2026-03-04')),
      periods: { ...published.periods, year: figures({ signed_count: 2, signed_amount: yi(2) }) },
    };
    const text = read({ ...bundle, periods: { ...bundle.periods, previous: null } });
    expect(monthlyAnalysis(bundle).title).toContain('2026年1—2月');
    expect(text).toContain('2026年1—2月，新签约项目2个，同比减少57个；');
    expect(text).not.toContain('环比');
    expect(text).toMatch(/\n1—2月\|/);
    expect(text).not.toMatch(/\n2月\|/);
  });
  test('of January compares with December and has one line by month', () => {
    const text = read({ ...published, ...pick(emptyBundle('2027-01', '2027-02-04')), periods: { ...published.periods } });
    expect(text).toContain('2027年1月，新签约项目59个，同比持平、环比增加55个');
    expect(text).toMatch(/\n1月\|/);
  });
  test('of a month that is not over speaks of the day it was made', () => {
    const text = read({ ...published, ...pick(emptyBundle('2026-10', '2026-10-20')) });
    expect(text).toContain('截至2026年10月20日，全区累计签约项目132个');
    expect(text).not.toContain('10月底');
  });
  test('of an empty ledger says so in words', () => {
    const text = read(emptyBundle());
    expect(text).toContain('截至2026年10月底，全区台账无签约项目，尚无资金到位记录。');
    expect(text).toContain('10月，无新签约项目；无资金到位记录；无完成投资记录。');
    expect(text).toContain('10月无新签约项目。\n新开工项目\n10月无新开工项目。\n新投产项目\n10月无新投产项目。');
    expect(text).toContain('各单位台账均无项目。');
    expect(text).toContain('10月台账数据未反映需要列示的事项。');
    expect(monthlyAnalysis(emptyBundle()).numbers).toEqual([]);
  });
  test('keeps the numbers of people out: a paper with nothing to compare has no growth of nothing', () => {
    expect(read(emptyBundle())).not.toMatch(/NaN|Infinity|undefined|null|—%/);
  });
});
const pick = ({ month, madeOn, months }: MonthlyFigures) => ({ month, madeOn, months });

describe('units', () => {
  const amounts = [5, 9, 9, 3, 2, 1, 0];
  const ranks = [3, 1, 1, 4, 5, 6, 7];
  const units = amounts.map((n, i) =>
    unit(`${'甲乙丙丁戊己庚'[i]}镇`, ranks[i]!, {
      signed_count: n,
      signed_amount: yi(n),
      arrived_amount: yi(n / 2),
      arrival_rate: [yi(i % 2 ? n / 2 : n / 4), yi(n)],
      waiting_count: i === 0 ? 2 : 0,
    }),
  );
  const bundle = {
    ...published,
    units,
    periods: { ...published.periods, total: figures({ ...total, waiting_count: 2 }) },
    reporting: { units: 7, silent: [{ id: 'id 乙镇', name: '乙镇' }] },
  };
  test('are ranked by agreed amount, equals share a place, those without stand last in establishment order', () => {
    const rows = read(bundle).split('\n');
    const first = rows.findIndex((r) => r.startsWith('1|'));
    expect(rows.slice(first, first + 8).map((r) => r.split('|').slice(0, 2).join(' '))).toEqual([
      '1 乙镇',
      '1 丙镇',
      '3 甲镇',
      '4 丁镇',
      '5 戊镇',
      '6 己镇',
      '— 庚镇',
      ' 合计',
    ]);
  });
  test('are named first three and last three, and those that have signed nothing', () => {
    expect(read(bundle)).toContain(
      '按累计协议资金排列，居前三位的是乙镇（9.00亿元）、丙镇（9.00亿元）、甲镇（5.00亿元）；居后三位的是丁镇（3.00亿元）、戊镇（2.00亿元）、己镇（1.00亿元）。暂无签约项目的单位1个：庚镇。',
    );
  });
  test('too few for first and last are named in their order', () => {
    expect(read({ ...bundle, units: units.slice(0, 2) })).toContain(
      '有签约项目的单位按累计协议资金依次为乙镇（9.00亿元）、甲镇（5.00亿元）。',
    );
  });
  test('that recorded nothing, wait to start or are below the overall rate are stated with their numbers', () => {
    const text = read(bundle);
    expect(text).toContain('10月，有项目的7个单位中，1个单位台账当月无新增记录：乙镇。');
    expect(text).toContain('签约满6个月尚未开工的项目2个，其中甲镇2个。');
    expect(text).toContain('资金到位率低于全区水平（32.73%）的单位3个：甲镇（25.00%）、丙镇（25.00%）、戊镇（25.00%）。');
  });
  test('inside the district are named without its name', () => {
    const text = read({
      ...bundle,
      units: [unit('栖梧区商务局', 1, { signed_amount: yi(1), signed_count: 1 }), unit('栖梧经济开发区', 2, {})],
    });
    expect(text).toContain('区商务局（1.00亿元）');
    expect(text).toContain('栖梧经济开发区');
    expect(text).not.toContain('栖梧区商务局');
  });
  test('by itself, a unit shows its projects instead of a ranking', () => {
    const own = { items: [{ id: 'p', name: '甲项目', stage: 'building', agreed: yi(1), arrived: yi(0.5) }], count: 1 };
    const text = read({ ...published, unit: { id: 'id 甲镇', name: '甲镇', kind: 'township' }, projects: own });
    expect(text).toContain('1|甲项目|在建|10000.00|5000.00');
    expect(text).toContain('全镇累计签约项目132个');
    expect(text).not.toContain('名次');
  });
});

describe('the table by month', () => {
  test('adds up to the year: what changed afterwards stands in a line of its own', () => {
    const months = emptyBundle().months.map((m, i) => ({
      ...m,
      values: values(i === 0 ? { arrived_amount: yi(10) } : {}, [
        'signed_count',
        'signed_amount',
        'arrived_amount',
        'invested_amount',
      ] as const),
    }));
    const text = read({ ...published, months });
    expect(text).toContain('其后调整|59|259000.00|7200.00|0.00\n合计|59|259000.00|107200.00|0.00');
    expect(text).toContain('只登记到年份的');
  });
});

describe('any state of the ledger', () => {
  test('gives a paper in which every number is a reference with the same text, and no word of a machine', () => {
    fc.assert(
      fc.property(anyBundle, (bundle) => {
        const content = monthlyAnalysis(bundle);
        const refs = new Map(content.numbers.map((n) => [n.ref, n]));
        expect(refs.size).toBe(content.numbers.length);
        const text = readAll(content).join('\n');
        expect(text).not.toMatch(/NaN|Infinity|undefined|null|object/);
        const cells = content.blocks.flatMap((b) =>
          b.kind === 'paragraph' ? [b.runs] : b.kind === 'table' ? b.rows.flatMap((r) => r.cells) : [],
        );
        for (const run of cells.flat()) if (typeof run !== 'string') expect(refs.get(run.ref)?.text).toBe(run.text);
      }),
      { numRuns: 300 },
    );
  });
  test('leaves no digit in a sentence that is not a date, a limit or a number with its reference', () => {
    const known = /\d+年|\d+月\d+日|\d+月|1—\d+月|100万元|6个月/g;
    fc.assert(
      fc.property(anyBundle, (bundle) => {
        const { blocks } = monthlyAnalysis(bundle);
        const plain = blocks.flatMap((b) => (b.kind === 'paragraph' ? b.runs.filter((r) => typeof r === 'string') : []));
        expect(plain.map((p) => p.replace(known, '')).filter((p) => /\d/.test(p))).toEqual([]);
      }),
    );
  });
  test('places every number in the annex, in reading order, in the sentence that holds it', () => {
    fc.assert(
      fc.property(anyBundle, (bundle) => {
        const content = monthlyAnalysis(bundle);
        const places = placesOf(content);
        const runs = content.blocks.flatMap((b) =>
          b.kind === 'paragraph' ? b.runs : b.kind === 'table' ? b.rows.flatMap((r) => r.cells.flat()) : [],
        );
        expect(places.map((p) => p.cited.text)).toEqual(runs.flatMap((r) => (typeof r === 'string' ? [] : [r.text])));
        expect(new Set(places.map((p) => p.cited.ref))).toEqual(new Set(content.numbers.map((n) => n.ref)));
        for (const { sentence, cited } of places)
          if (sentence.endsWith('。')) expect(sentence.split('。')).toEqual([expect.stringContaining(cited.text), '']);
      }),
    );
  });
  test('reads the same from the same figures, also after they were stored', () => {
    fc.assert(
      fc.property(anyBundle, (bundle) => {
        const content = monthlyAnalysis(bundle);
        expect(monthlyAnalysis(JSON.parse(JSON.stringify(bundle)) as MonthlyFigures)).toEqual(content);
        expect(Content.parse(JSON.parse(JSON.stringify(content)))).toEqual(content);
      }),
    );
  });
});
