import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanName, sameFileScope, type Subject } from './file.ts';

test.each([
  ['协议.pdf', '协议.pdf'],
  ['C:\\用户\\招商\\协议.pdf', '协议.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['a/b/进账单.jpg ', '进账单.jpg'],
  ['gpj.\u202efdp.exe', 'gpj.fdp.exe'],
  ['发\u200b票\u0000.pdf', '发票.pdf'],
  ['', 'file'],
  ['/', 'file'],
  ['.pdf', '.pdf'],
])('%j is kept as %j', (given, kept) => expect(cleanName(given)).toBe(kept));

test('a long name keeps its ending', () => {
  expect(cleanName(`${'长'.repeat(500)}.xlsx`)).toBe(`${'长'.repeat(195)}.xlsx`);
});

test('no name holds a path, a line or more than 200 characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (given) => {
      const kept = cleanName(given);
      expect(kept).not.toMatch(/[\\/\p{Cc}\u202e]/u);
      expect(kept.length).toBeGreaterThan(0);
      expect([...kept].length).toBeLessThanOrEqual(200);
      expect(cleanName(kept)).toBe(kept);
    }),
  );
});

const at = (subjectId: string, projectId: string | null): Subject => ({ subject: 'arrival', subjectId, projectId });
test('a file used for one thing only is unremarkable; within its project it is a hint; in another it is a warning', () => {
  expect(sameFileScope(at('a', 'p'), [at('a', 'p')])).toBeNull();
  expect(sameFileScope(at('a', 'p'), [at('a', 'p'), at('b', 'p')])).toBe('project');
  expect(sameFileScope(at('a', 'p'), [at('b', 'p'), at('c', 'q')])).toBe('elsewhere');
  expect(sameFileScope(at('a', null), [at('b', null)])).toBe('elsewhere');
  expect(sameFileScope(at('a', 'p'), [{ ...at('a', 'p'), subject: 'agreement' }])).toBe('project');
});
