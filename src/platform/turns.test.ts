import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ahead, inTurns } from './turns.ts';

test('many are worked on in their order, with a turn for others between portions', async () => {
  const seen: string[] = [];
  const other = (async () => {
    await turn();
    seen.push('other');
  })();
  const made = await inTurns(['a', 'b', 'c', 'd', 'e'], (one, at) => `${seen.push(one) && one}${at}`, 2);
  await other;
  expect(made).toEqual(['a0', 'b1', 'c2', 'd3', 'e4']);
  expect(seen.slice(0, 2)).toEqual(['a', 'b']);
  expect(seen.indexOf('other')).toBeLessThan(seen.indexOf('e'));
});

/** Numbers from 1, noting what is drawn and when nobody wants more. */
async function* numbers(log: string[], failing = Infinity) {
  try {
    for (let n = 1; n <= 4; n += 1) {
      await turn();
      if (n === failing) throw new Error('drawn badly');
      log.push(`draw ${n}`);
      yield n;
    }
  } finally {
    log.push('end');
  }
}

test('the next is drawn before the last is worked on, never during it, and never more than one', async () => {
  const log: string[] = [];
  for await (const n of ahead(numbers(log))) {
    log.push(`begin ${n}`);
    await turn();
    log.push(`done ${n}`);
  }
  const works = [1, 2, 3].flatMap((n) => [`draw ${n + 1}`, `begin ${n}`, `done ${n}`]);
  expect(log).toEqual(['draw 1', ...works, 'end', 'begin 4', 'done 4']);
});

test('who fails at its work ends the drawing, and a failed draw is told', async () => {
  const log: string[] = [];
  const failing = async () => {
    for await (const n of ahead(numbers(log))) throw new Error(`work ${n} failed`);
  };
  await expect(failing()).rejects.toThrow('work 1 failed');
  expect(log).toEqual(['draw 1', 'draw 2', 'end']);
  const worked: number[] = [];
  const reading = async () => {
    for await (const n of ahead(numbers([], 3))) worked.push(n);
  };
  await expect(reading()).rejects.toThrow('drawn badly');
  expect(worked).toEqual([1]);
});
