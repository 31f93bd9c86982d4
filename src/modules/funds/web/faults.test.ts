import { expect, test } from 'vitest';
import { phrase } from '../../../web/text.ts';
import { type Fault, faultSentence } from './faults.ts';
import { zh } from './messages.ts';

const words = { ...zh, 'amount.亿元': '亿元', 'amount.万元': '万元', 'amount.元': '元', 'shell.comma': '、' };
const say = (fault: Fault) => faultSentence((key, params) => phrase(words, key, params), fault);
const sums = (fen: number) => ({ fen, byCurrency: { CNY: fen } });

test('more arrived than agreed is said with both sums', () => {
  expect(say({ code: 'arrived_above_agreed', arrived: sums(123_000_000_00), agreed: sums(100_000_000_00) })).toContain('1.23 亿元');
});

test('an arrival without any agreement is told apart from one before the signing', () => {
  expect(say({ code: 'before_signing', arrivedOn: '2026-03', signedOn: null })).not.toBe(
    say({ code: 'before_signing', arrivedOn: '2026-03', signedOn: '2026-05' }),
  );
});

test('the projects that share a voucher are named, as far as the reader may know them', () => {
  const shown = [{ projectId: 'p', projectName: '云杉储能', arrivedOn: '2026-01-05', amountFen: 500_0000_00 }];
  expect(say({ code: 'same_voucher', voucherNo: 'V-1', uses: 2, shown })).toMatch(/V-1.*2.*云杉储能.*500\.00 万元/);
});

test('a month that has an entry says how much', () => {
  expect(say({ code: 'month_has_rows', month: '2026-04', alreadyFen: 10_000_00 })).toMatch(/2026-04.*1\.00 万元/);
});
