import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chineseNumeral, headingCounter } from './heading.ts';
import { paperDate } from './closing.ts';
import { figureBookmark, widthInCharacters } from './text.ts';
import { titleLines } from './title.ts';

test.each([
  ['全区招商引资情况通报', ['全区招商引资情况通报']],
  ['关于2026年10月全区招商引资和项目建设推进情况的分析报告', ['关于2026年10月全区招商引资和', '项目建设推进情况的分析报告']],
  ['A'.repeat(60), ['A'.repeat(60)]],
  ['青禾区2026年10月招商引资和项目推进情况分析', ['青禾区2026年10月招商引资和', '项目推进情况分析']],
  ['第一行\n第二行', ['第一行', '第二行']],
])('the title %s stands in lines that keep words whole', (title, lines) => {
  expect(titleLines(title)).toEqual(lines);
});

test('a long title stands as a trapezium or a lozenge, never as an hourglass or a block', () => {
  for (const title of [
    '关于印发《青禾区重大招商引资项目全生命周期服务管理办法（试行）》的通知',
    '关于2026年前三季度全区重点招商引资项目签约开工投产和资金到位情况的督查通报',
    '青禾区人民政府办公室关于进一步加强招商引资项目履约监管和落地服务工作的通知',
  ]) {
    const widths = titleLines(title).map(widthInCharacters);
    const [first, second, third] = widths;
    expect(widths.length).toBeGreaterThan(1);
    if (third !== undefined) expect(second! < first! && second! < third).toBe(false);
    else expect(Math.abs(first! - second!)).toBeLessThanOrEqual(6);
  }
});

test('breaking a title loses and adds nothing, and no line is wider than the page', () => {
  const words = fc.array(
    fc.constantFrom('关于', '招商引资', '项目', '2026年', '“', '”', '《', '》', '的', '和', 'GDP', '、', '（试行）', '通报'),
    { minLength: 1, maxLength: 30 },
  );
  fc.assert(
    fc.property(words, (parts) => {
      const title = parts.join('');
      const lines = titleLines(title);
      expect(lines.join('')).toBe(title);
      if (lines.length > 1) expect(lines.every((l) => widthInCharacters(l) <= 20)).toBe(true);
      expect(lines.slice(1).every((l) => !/^[》”、）]/.test(l))).toBe(true);
    }),
  );
});

test('headings count in Chinese and each higher heading starts the lower ones again', () => {
  expect([1, 9, 10, 11, 20, 21, 99].map(chineseNumeral)).toEqual(['一', '九', '十', '十一', '二十', '二十一', '九十九']);
  const next = headingCounter();
  const levels = [1, 2, 3, 4, 4, 3, 2, 3, 1, 2] as const;
  expect(levels.map((level) => next(level))).toEqual(['一、', '（一）', '1.', '（1）', '（2）', '2.', '（二）', '1.', '二、', '（一）']);
});

test('a date is written without leading zeros, and no more of it than is known', () => {
  expect(['2026-11-05', '2026-11', '2026'].map(paperDate)).toEqual(['2026年11月5日', '2026年11月', '2026年']);
});

test('a figure key that Word allows is its own bookmark; others differ although they read alike', () => {
  expect(figureBookmark('signed_count')).toBe('signed_count');
  expect(figureBookmark('signed.count')).toMatch(/^signed_count_[0-9a-f]{8}$/);
  expect(figureBookmark('signed.count')).not.toBe(figureBookmark('signed-count'));
  expect(figureBookmark('青禾')).toMatch(/^figure_[0-9a-f]{8}$/);
});
