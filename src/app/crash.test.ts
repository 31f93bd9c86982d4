import { expect, test } from 'vitest';
import { crashDrill } from './testing/crash-drill.ts';

const rows = 6000;

test(
  'an import killed with -9 leaves nothing, whether the server or its database died, and then succeeds',
  { timeout: 400_000 },
  async () => {
    const { blows, committed, expected, verify } = await crashDrill(rows);
    expect(blows).toMatchObject([
      { killed: 'server', taskBefore: { status: 'running' }, projectsLeft: 0, importStands: 'checked' },
      { killed: 'database', taskBefore: { status: 'running' }, projectsLeft: 0, importStands: 'checked' },
    ]);
    expect(committed).toEqual(expected);
    expect(verify).toMatchObject({ isClean: true, differences: [], damagedFiles: [] });
  },
);
