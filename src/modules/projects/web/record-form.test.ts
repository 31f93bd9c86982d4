import { expect, test } from 'vitest';
import { Refusal } from '../../../kernel/refusal.ts';
import { changedIn, clashOf, draftOf, formOf, patchOf } from './record-form.ts';

const before = formOf({ name: '云杉储能', currency: 'CNY', rate: '1', totalMinor: 500, unitId: 'u1', withheld: ['scale'] });

test('only what was changed is sent, and an emptied field as nothing', () => {
  expect(patchOf(before, { ...before, name: ' 云杉储能二期 ', place: '' })).toEqual({ name: '云杉储能二期' });
  expect(patchOf({ ...before, place: '东岸' }, { ...before, place: ' ' })).toEqual({ place: null });
});

test('a field that the form did not show is not touched', () => {
  expect(changedIn(before, { name: '云杉储能' })).toEqual([]);
});

test('whole yen are sent as yen, and half a yen is refused', () => {
  const yen = { ...before, currency: 'JPY', rate: '0.047' };
  expect(patchOf(before, { ...yen, totalMinor: 12_300 })).toMatchObject({ totalMinor: 123 });
  const refused = patchOf(before, { ...yen, totalMinor: 12_350 });
  expect(refused instanceof Refusal && refused.code).toBe('amount.finer_than_minor');
});

test('a record of whole yen is shown in hundredths and comes back the same', () => {
  const yen = formOf({ currency: 'JPY', totalMinor: 123 });
  expect(yen.totalMinor).toBe(12_300);
  expect(patchOf(yen, yen)).toEqual({});
});

test('going back to 人民币 takes the rate with it', () => {
  const usd = { ...before, currency: 'USD', rate: '6.8', rateSource: '央行', rateOn: '2026-03' };
  expect(patchOf(usd, { ...usd, currency: 'CNY' })).toEqual({
    currency: 'CNY',
    rate: '1',
    rateSource: null,
    rateOn: null,
    totalMinor: 500,
  });
});

test('what is entered after all is no longer withheld', () => {
  expect(patchOf(before, { ...before, scale: '两条产线' })).toEqual({ scale: '两条产线', withheld: [] });
});

test('another person’s changes are told apart from those that meet one’s own', () => {
  const now = { ...before, name: '云杉', place: '西岸' };
  const mine = { ...before, name: '云杉储能站' };
  expect(clashOf(before, now, mine)).toEqual({ theirs: ['name', 'place'], both: ['name'] });
});

test('a kept edit holds what was changed, and is not put back over what another person changed since', () => {
  const kept = JSON.parse(JSON.stringify(draftOf(before).kept({ ...before, name: '云杉储能二期', place: '东岸' }))) as Record<
    string,
    unknown
  >;
  expect(draftOf(before).restored(kept)).toEqual({ name: '云杉储能二期', place: '东岸' });
  expect(draftOf({ ...before, name: '别人改的' }).restored(kept)).toEqual({ place: '东岸' });
  expect(draftOf(before).restored({})).toEqual({});
});
