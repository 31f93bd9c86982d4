import type { Reporter, SerializedError, TestModule } from 'vitest/node';

type Tally = { passed: number; failed: number; skipped: number };

/** Counts tests; a file that could not be loaded, a hook that failed and an unhandled error each count as one failure. */
export function tally(modules: readonly TestModule[], unhandled: readonly SerializedError[]): Tally {
  const sum: Tally = { passed: 0, failed: unhandled.length, skipped: 0 };
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      // A test that never ended (a killed worker, an aborted run) has not passed.
      sum[state === 'pending' ? 'failed' : state] += 1;
    }
    const suites = [...module.children.allSuites()].filter((suite) => suite.errors().length);
    sum.failed += suites.length + (module.errors().length || module.state() === 'queued' || module.state() === 'pending' ? 1 : 0);
  }
  return sum;
}

/** Prints `N passed, M failed[, K skipped]` as the very last line of the run. */
export class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[], reason: string) {
    const { passed, failed, skipped } = tally(modules, unhandled);
    // A run that found no file, or was cut short, is not a success of zero failures.
    const missed = reason !== 'passed' && failed === 0 ? 1 : failed;
    const line = `${passed} passed, ${missed} failed${skipped ? `, ${skipped} skipped` : ''}`;
    process.once('exit', () => process.stdout.write(`${line}\n`));
  }
}
