import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const place = mkdtempSync(join(tmpdir(), 'zhuchao-fence-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

type Report = { summary: { totalCruised: number; violations: { rule: { name: string }; from: string }[] } };
function cruise(folder: string): Report {
  const tool = join(root, 'node_modules/.bin/depcruise');
  const { stdout } = spawnSync(tool, ['src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return JSON.parse(stdout) as Report;
}

/** A small house with one planted fault per fence; a fence that sees nothing would stay green over the real one. */
const planted: Record<string, string> = {
  'src/kernel/refusal.ts': 'export const x = 1;',
  'src/kernel/bad.ts': "import '../platform/db.ts';",
  'src/platform/db.ts': 'export const db = 1;',
  'src/platform/bad.ts': "import '../modules/projects/queries.ts';",
  'src/modules/identity/queries.ts': "import '../projects/contract.ts';",
  'src/modules/projects/contract.ts': "import './queries.ts';",
  'src/modules/projects/queries.ts': 'export const q = 1;',
  'src/modules/projects/tables.ts': 'export const t = 1;',
  'src/modules/projects/domain/stage.ts': "import '../../../platform/db.ts';",
  'src/modules/projects/web/Page.tsx': "import '../queries.ts';",
  'src/modules/funds/commands.ts': "import '../projects/tables.ts';",
  'src/modules/nowhere/queries.ts': "import '../../kernel/refusal.ts';",
  'src/modules/figures/domain/a.ts': "import './b.ts'; export const a = 1;",
  'src/modules/figures/domain/b.ts': "import './a.ts'; export const b = 1;",
};

describe('the fences', () => {
  test('see every planted violation', () => {
    for (const [file, text] of Object.entries(planted)) {
      mkdirSync(dirname(join(place, file)), { recursive: true });
      writeFileSync(join(place, file), text);
    }
    for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json', 'tsconfig.base.json']) cpSync(join(root, file), join(place, file));
    const found = cruise(place).summary.violations.map((v) => `${v.rule.name} ${v.from}`);
    expect(found).toEqual(
      expect.arrayContaining([
        'kernel-is-the-floor src/kernel/bad.ts',
        'platform-knows-no-module src/platform/bad.ts',
        'order:identity src/modules/identity/queries.ts',
        'contract-is-shared src/modules/projects/contract.ts',
        'domain-is-pure src/modules/projects/domain/stage.ts',
        'web-sees-no-server src/modules/projects/web/Page.tsx',
        'enter-by-the-door src/modules/funds/commands.ts',
        'only-known-rooms src/modules/nowhere/queries.ts',
        'no-cycles src/modules/figures/domain/a.ts',
      ]),
    );
  });
  test('look at the whole house and find nothing', { timeout: 60_000 }, () => {
    const { summary } = cruise(root);
    expect(summary.violations.map((v) => `${v.rule.name} ${v.from}`)).toEqual([]);
    expect(summary.totalCruised).toBeGreaterThan(100);
  });
});
