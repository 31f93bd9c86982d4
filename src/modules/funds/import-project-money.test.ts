import { expect, test } from 'vitest';
import { importedMoney } from './import-project-money.ts';

const yuan = { currency: 'CNY', rate: '1', rateSource: null, rateOn: null };
const agreement = { kind: 'investment', signedOn: '2026-02-01', totalMinor: 500, attractedMinor: null, fixedMinor: null, ...yuan };
const signed = { ...agreement, id: 'a', totalFen: 500 };
const judge = (more: object) =>
  importedMoney.judge({
    total: null,
    agreement,
    arrival: null,
    held: { agreements: [], arrived: {} },
    closed: '2026-03',
    today: '2026-06-15',
    ...more,
  });
const codes = ({ faults, findings }: ReturnType<typeof judge>) => [faults.map((f) => f.code), findings.map((f) => f.code)];

test('money of a closed month is said to be booked later; what counts nowhere is not', () => {
  const held = { agreements: [signed], arrived: {} };
  expect(codes(judge({}))).toEqual([[], ['agreement.month_closed']]);
  for (const kind of ['framework', 'resigning']) expect(codes(judge({ agreement: { ...agreement, kind }, held }))).toEqual([[], []]);
  expect(codes(judge({ agreement: { ...agreement, kind: 'resigning' } }))).toEqual([['agreement.not_signed_yet'], []]);
});

test('what arrives is held to the day and the amount of the first signing, not to those of signing again', () => {
  const again = { ...agreement, kind: 'resigning', signedOn: '2026-06-01', totalMinor: 900 };
  const held = { agreements: [signed, { ...signed, ...again, id: 'b' }], arrived: {} };
  const arrived = (amountMinor: number) => ({ agreement: again, arrival: { arrivedOn: '2026-05-02', amountMinor, ...yuan }, held });
  expect(codes(judge(arrived(400)))).toEqual([[], []]);
  expect(codes(judge(arrived(600)))).toEqual([[], ['arrival.above_agreed']]);
});
