import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('working days are known to the runtime itself, and not only to the test runner', () => {
  const ask = `import { workingDaysAfter } from '${import.meta.dirname}/calendar.ts'; console.log(workingDaysAfter('2026-09-29', 3));`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', ask], { encoding: 'utf8' });
  expect(said.trim()).toBe('2026-10-09');
});
