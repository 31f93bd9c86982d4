import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { figureValues } from '../modules/figures/queries.ts';
import { operatorActor } from '../modules/identity/queries.ts';
import { loadReference } from '../modules/reference/commands.ts';
import { connect } from '../platform/db.ts';
import { localFiles } from '../platform/files-local.ts';
import { asApp } from '../platform/postgres.ts';
import { restoreBackup } from '../platform/restore.ts';
import { emptyDatabase } from '../platform/test-database.ts';
import { publishPresets, verify } from './wiring.ts';

const releases = join(import.meta.dirname, 'testing', 'releases');
const now = new Date('2026-11-28T02:00:00Z');

// Each is a backup of the demo district, made by that release.
test.each((await readdir(releases)).toSorted())(
  'the ledger of release %s comes to this schema with its figures, and nothing in it disagrees',
  async (release) => {
    const folder = await mkdtemp(join(tmpdir(), 'zhuchao-upgrade-'));
    const target = await emptyDatabase();
    const files = localFiles(join(folder, 'files'));
    const { migrated } = await restoreBackup(target.ownerUrl, files, join(releases, release));
    expect(migrated.length).toBeGreaterThan(0);
    const { db, close } = connect(asApp(target.ownerUrl));
    // What a start does after the migrations.
    await loadReference(db);
    await publishPresets(db);
    const period = { unitId: undefined, from: undefined, through: undefined, asOf: undefined };
    const { figures } = await figureValues(db, period, await operatorActor(db), now);
    const of = Object.fromEntries(figures.map((f) => [f.key, f.value]));
    expect([of['signed_count'], of['signed_amount'], of['arrived_amount']]).toEqual([132, 4_833_000_000_00, 1_582_000_000_00]);
    expect([of['invested_count'], of['invested_amount']]).toEqual([353, 3_417_000_000_00]);
    expect(await verify(db, files)).toEqual({ differences: [], damagedFiles: [] });
    await close();
    await target.close();
    await rm(folder, { recursive: true, force: true });
  },
  120_000,
);
