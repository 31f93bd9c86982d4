import { describe, expect, test } from 'vitest';
import { landedOn, openingFault, openingLog } from './opening.ts';

const today = '2026-11-20';
describe('a project that comes from a ledger', () => {
  test('has one entry for every stage whose date the ledger knows', () => {
    const opening = { stage: 'producing', signedOn: '2023-05', startedOn: '2024', productionOn: '2025-06-01' } as const;
    const log = openingLog(opening, today);
    expect(log.map((s) => [s.toStage, s.happenedOn])).toEqual([
      ['signed', '2023-05'],
      ['building', '2024'],
      ['producing', '2025-06-01'],
    ]);
    expect(landedOn(opening, log)).toBe('2024');
  });
  test('stands at its last stage since the latest date known, or since the day of import', () => {
    expect(openingLog({ stage: 'preparing', signedOn: '2025-02' }, today).at(-1)).toEqual({
      toStage: 'preparing',
      toSide: null,
      happenedOn: '2025-02',
    });
    expect(openingLog({ stage: 'negotiating' }, today)).toEqual([{ toStage: 'negotiating', toSide: null, happenedOn: today }]);
    expect(
      landedOn({ stage: 'completed', completedOn: '2024-01' }, openingLog({ stage: 'completed', completedOn: '2024-01' }, today)),
    ).toBe('2024-01');
    expect(landedOn({ stage: 'preparing' }, openingLog({ stage: 'preparing' }, today))).toBeNull();
  });
  test('ignores dates of stages it has not reached, and refuses what has not happened yet', () => {
    expect(openingLog({ stage: 'signed', signedOn: '2025', startedOn: '2026' }, today)).toHaveLength(1);
    expect(openingFault(openingLog({ stage: 'signed', signedOn: '2026-12' }, today), today)?.code).toBe('project.date_in_future');
  });
});
