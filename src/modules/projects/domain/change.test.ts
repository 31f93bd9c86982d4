import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../kernel/refusal.ts';
import { changedFields, judgeChange, recordFault, totalFenOf } from './change.ts';
import { emptyRecord, frozenFields, type ProjectRecord, RecordPatch } from './record.ts';
import type { Stage } from './stage.ts';

const today = '2026-11-20';
const unitId = '018f0000-0000-7000-8000-000000000001';
type Row = ProjectRecord & { stage: Stage; landedOn: string | null };
const row = (more: Partial<Row> = {}): Row => ({ ...emptyRecord, name: '镁合金项目', unitId, stage: 'signed', landedOn: null, ...more });
const judge = (before: Row, patch: RecordPatch, required: (keyof ProjectRecord)[] = [], restating = false) => {
  const answer = judgeChange(before, patch, { required, restating, today });
  return answer instanceof Refusal ? answer.code : answer;
};

describe('G6 an edit is judged by what it changes', () => {
  test('an old record with faults of every kind takes an edit of something else', () => {
    const broken = row({
      industryCode: null,
      plannedStartOn: '2027',
      plannedCompletionOn: '2020',
      startedOn: '2099-01-01',
      currency: 'USD',
      rateSource: null,
    });
    expect(judge(broken, { remark: '补充说明' }, ['industryCode', 'investorName'])).toEqual(['remark']);
  });
  test('but not one that makes it worse', () => {
    expect(judge(row({ industryCode: '3217' }), { industryCode: null }, ['industryCode'])).toBe('project.required_at_stage');
    expect(judge(row(), { plannedStartOn: '2027', plannedCompletionOn: '2026' })).toBe('project.dates_crossed');
    expect(judge(row({ stage: 'building' }), { startedOn: '2026-11-21' })).toBe('project.date_in_future');
    expect(judge(row(), { startedOn: '2026-11-01' })).toBe('project.date_before_stage');
  });
  test('the same values again change nothing', () => {
    const before = row({ landMu: '12.50', rate: '1.0000000000', withheld: ['landMu'] });
    expect(changedFields(before, { landMu: RecordPatch.parse({ landMu: '12.5' }).landMu, rate: '1', withheld: ['landMu'] })).toEqual([]);
  });
  test('taking back 企业不便提供 without giving the value is making it blank', () => {
    const before = row({ withheld: ['investorUscc'] });
    expect(judge(before, { withheld: [] }, ['investorUscc'])).toBe('project.required_at_stage');
    expect(judge(before, { withheld: [], investorUscc: '91350100M000100Y43' }, ['investorUscc'])).toEqual(['investorUscc', 'withheld']);
    expect(judge(row({ investorUscc: 'X' }), { investorUscc: null, withheld: ['investorUscc'] }, ['investorUscc'])).toEqual([
      'investorUscc',
      'withheld',
    ]);
  });
});

describe('G12 what reports count by is frozen at landing', () => {
  const landed = row({ stage: 'building', landedOn: '2026-03-01', investorName: '甲', industryCode: '3217' });
  const other = '018f0000-0000-7000-8000-000000000002';
  const patches: RecordPatch[] = [
    { unitId: other },
    { industryCode: '7810' },
    { parkId: other },
    { leaderId: other },
    { investorName: '乙' },
  ];
  test('an edit of any of them is refused, a restatement is not, and before landing both pass', () => {
    expect(patches.flatMap((p) => Object.keys(p)).toSorted()).toEqual([...frozenFields].toSorted());
    for (const patch of patches) {
      expect(judge(landed, patch)).toBe('project.frozen_at_landing');
      expect(judge(landed, patch, [], true)).toEqual(Object.keys(patch));
      expect(judge({ ...landed, landedOn: null }, patch)).toEqual(Object.keys(patch));
    }
  });
  test('other fields stay open', () => expect(judge(landed, { place: '工业园' })).toEqual(['place']));
});

describe('money of a record', () => {
  test('foreign money says its rate, where the rate is from and of which day', () => {
    const usd = row({ currency: 'USD', rate: '7.1', totalMinor: 100_00 });
    expect(recordFault(usd, ['totalMinor'], today)?.code).toBe('project.rate_unsourced');
    expect(recordFault({ ...usd, rateSource: '外汇交易中心', rateOn: '2026-11-19' }, ['totalMinor'], today)).toBeNull();
    expect(recordFault({ ...usd, rateSource: '外汇交易中心', rateOn: '2026-11-21' }, ['totalMinor', 'rateOn'], today)?.code).toBe(
      'project.date_in_future',
    );
    expect(totalFenOf(usd)).toBe(710_00);
    expect(totalFenOf({ ...usd, currency: 'JPY', rate: '0.05', totalMinor: 1_000 })).toBe(50_00);
  });
  test('a yuan is a yuan, and what does not fit is refused rather than rounded', () => {
    expect(recordFault(row({ rate: '7.1' }), ['rate'], today)?.code).toBe('project.rate_of_cny');
    const huge = row({ currency: 'USD', rate: '9999999999', rateSource: 'x', rateOn: '2026', totalMinor: Number.MAX_SAFE_INTEGER });
    expect(recordFault(huge, ['totalMinor'], today)?.code).toBe('amount.too_large');
  });
});
