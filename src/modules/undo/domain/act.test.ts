import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actsOf, type Entry, stepsOf, undoable } from './act.ts';

const at = new Date('2026-11-20T01:00:00Z');
const entry = (more: Partial<Entry>): Entry => ({
  seq: 1,
  at,
  action: 'project.update',
  subject: 'project',
  subjectId: 'p',
  requestId: 'r',
  before: null,
  after: null,
  ...more,
});
const stepsFor = (...entries: Partial<Entry>[]) => stepsOf(actsOf(entries.map(entry))[0]!);

describe('what takes an act back', () => {
  test('an entry is reversed, an edit set back, a step taken back, a proposal withdrawn, a comment retracted', () => {
    expect(stepsFor({ action: 'arrival.record', subject: 'arrival', subjectId: 'a', after: { projectId: 'p' } })).toEqual([
      { what: 'reverse', ledger: 'arrival', projectId: 'p', id: 'a' },
    ]);
    expect(stepsFor({ before: { place: '东岸' }, after: { place: '西岸' } })).toEqual([
      { what: 'restore', projectId: 'p', before: { place: '东岸' }, after: { place: '西岸' } },
    ]);
    const moved = { action: 'project.move', before: { stage: 'signed', side: null }, after: { kind: 'forward', stage: 'preparing' } };
    expect(stepsFor(moved)).toEqual([{ what: 'back', projectId: 'p', to: 'signed' }]);
    expect(stepsFor({ action: 'project.propose', after: { toStage: 'building' } })).toEqual([
      { what: 'withdraw', projectId: 'p', to: 'building' },
    ]);
    expect(stepsFor({ action: 'comment.write', after: { commentId: 'c' } })).toEqual([{ what: 'retract', projectId: 'p', commentId: 'c' }]);
  });
  test('an entry of a problem is taken back, the taking back is not', () => {
    const recorded = (problemAct: string) =>
      stepsFor({ action: 'problem.record', after: { id: 'e', problemNo: '问题〔2026〕1号', problemAct } });
    expect(recorded('solved')).toEqual([{ what: 'entry', projectId: 'p', id: 'e' }]);
    expect(stepsFor({ action: 'problem.raise', after: { id: 'q' } })).toEqual([{ what: 'entry', projectId: 'p', id: 'q' }]);
    expect(recorded('taken_back')).toBeNull();
  });
  test('a restatement, a merger and a step back are not taken back this way', () => {
    expect(stepsFor({ action: 'project.bulk_update', before: { parkId: null }, after: { parkId: 'x', reason: '划转' } })).toBeNull();
    expect(stepsFor({ action: 'project.exit', after: { kind: 'side', side: 'merged' } })).toBeNull();
    expect(stepsFor({ action: 'project.move', before: { stage: 'signed' }, after: { kind: 'regress', stage: 'negotiating' } })).toBeNull();
  });
  test('one line of many that cannot be taken back keeps the whole act', () => {
    const good = { seq: 1, action: 'project.bulk_update', subjectId: 'p1', before: { place: 'a' }, after: { place: 'b' } };
    expect(stepsFor(good, { ...good, seq: 2, subjectId: 'p2' })).toHaveLength(2);
    expect(stepsFor(good, { ...good, seq: 2, subjectId: 'p2', after: { place: 'b', reason: 'x' } })).toBeNull();
  });
  test('a table of edits says beside its lines that it was one', () => {
    const line = { action: 'grid.change_projects', before: { place: 'a' }, after: { place: 'b' } };
    expect(
      stepsFor(line, { ...line, seq: 2, subject: 'grid', subjectId: 'g', before: null, after: { kind: 'projects', rows: 1 } }),
    ).toHaveLength(1);
  });
});

test('property: every line is in exactly one act, acts are of one request and kind, the newest comes first', () => {
  const line = fc.record({ action: fc.constantFrom(...undoable), requestId: fc.option(fc.constantFrom('r1', 'r2', 'r3')) });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
      const entries = lines.map((l, seq) => entry({ ...l, seq }));
      const acts = actsOf(entries);
      expect(acts.flatMap((a) => a.entries.map((e) => e.seq)).toSorted((a, b) => a - b)).toEqual(entries.map((e) => e.seq));
      for (const { entries: own, action } of acts) {
        expect(new Set(own.map((e) => `${e.requestId} ${e.action}`)).size).toBe(1);
        expect(own[0]!.action).toBe(action);
      }
      const newest = acts.map((a) => a.entries.at(-1)!.seq);
      expect(newest).toEqual(newest.toSorted((a, b) => b - a));
    }),
  );
});
