import { and, eq } from 'drizzle-orm';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import { updateProject } from './commands.ts';
import { recordDate } from './date-commands.ts';
import { projectDates } from './date-queries.ts';
import { AuthorityRules, builtInAuthorities, checkAuthorityDate, dateEvents, startKinds } from './domain/authority-date.ts';
import { importProjects } from './import-commands.ts';
import { listProjects } from './list-queries.ts';
import { ListQuery } from './domain/list-filter.ts';
import { authorityDate, project } from './tables.ts';

const now = new Date('2026-11-20T09:00:00+08:00');
const later = new Date('2026-11-21T09:00:00+08:00');
let t: Awaited<ReturnType<typeof openLedger>>;
let id: string;
beforeAll(async () => {
  t = await openLedger(now);
  [{ id }] = (await importProjects(
    t.db,
    {
      batchId: v7(),
      rows: [{ name: '镁合金压铸项目', unitId: t.units.north, stage: 'building', startedOn: '2026-03', signedOn: '2025-10' }],
    },
    t.everyone.promotion_admin,
    now,
  )) as [{ id: string; code: string }];
});
afterAll(() => t.close());

const asked = (more: Partial<Parameters<typeof recordDate>[1]>) => ({
  id,
  event: 'started' as const,
  authority: 'statistics',
  kind: 'works' as const,
  happenedOn: '2026-04' as string | null,
  insteadOf: null as string | null,
  uploadIds: [],
  ...more,
});
const cellOf = async (event: string, authority: string | null, actor = t.everyone.promotion_admin) =>
  (await projectDates(t.db, id, actor, later)).cells.find((c) => c.event === event && c.authority === authority)!;

describe('dates per authority', () => {
  test('what a ledger or an edit says of a start is kept as claimed, every time it changes', async () => {
    expect((await cellOf('started', null)).standing).toMatchObject({ happenedOn: '2026-03' });
    const [{ version }] = (await t.db.select({ version: project.version }).from(project).where(eq(project.id, id))) as [
      { version: number },
    ];
    await updateProject(t.db, { id, version, patch: { startedOn: '2026-03-08' } }, t.everyone.promoter, now);
    const cell = await cellOf('started', null);
    expect(cell.standing).toMatchObject({ happenedOn: '2026-03-08' });
    expect(cell.earlier.map((e) => e.happenedOn)).toEqual(['2026-03']);
  });
  test('an authority recognises by its own role, known to the month; another date takes its place with a reason and the first stays', async () => {
    const { id: first } = await recordDate(t.db, asked({}), t.everyone.statistics, now);
    await expect(recordDate(t.db, asked({ happenedOn: '2026-05', insteadOf: first }), t.everyone.statistics, later)).rejects.toMatchObject({
      code: 'project.reason_required',
    });
    await expect(
      recordDate(t.db, asked({ happenedOn: '2026-05', reason: '现场核实', insteadOf: null }), t.everyone.statistics, later),
    ).rejects.toMatchObject({ code: 'project.date_changed_meanwhile' });
    await recordDate(t.db, asked({ happenedOn: '2026-05', reason: '现场核实', insteadOf: first }), t.everyone.statistics, later);
    const cell = await cellOf('started', 'statistics', t.everyone.statistics);
    expect(cell).toMatchObject({ standing: { happenedOn: '2026-05', kind: 'works', reason: '现场核实' }, can: { record: true } });
    expect(cell.earlier.map((e) => e.happenedOn)).toEqual(['2026-04']);
    await expect(t.pool.query("update authority_date set happened_on = '2026-01' where id = $1", [first])).rejects.toThrow(
      'permission denied',
    );
  });
  test('nobody recognises for an authority that is not theirs, and a start says of what kind it is', async () => {
    for (const actor of [t.everyone.promoter, t.everyone.promotion_admin, t.everyone.development])
      await expect(recordDate(t.db, asked({}), actor, now)).rejects.toMatchObject({ code: 'project.may_not_recognise' });
    await expect(recordDate(t.db, asked({ authority: 'promotion', kind: null }), t.everyone.promotion_admin, now)).rejects.toMatchObject({
      code: 'project.start_kind_required',
    });
  });
  test('a claim in the matrix is an edit of the record, and is kept once', async () => {
    const { standing } = await cellOf('started', null);
    await recordDate(
      t.db,
      asked({ authority: null, happenedOn: '2026-03-10', reason: '更正', insteadOf: standing!.id }),
      t.everyone.promoter,
      later,
    );
    const [row] = await t.db.select().from(project).where(eq(project.id, id));
    expect(row!.startedOn).toBe('2026-03-10');
    const kept = await t.db
      .select()
      .from(authorityDate)
      .where(and(eq(authorityDate.projectId, id), eq(authorityDate.happenedOn, '2026-03-10')));
    expect(kept).toMatchObject([{ event: 'started', authority: null, kind: 'works', reason: '更正' }]);
  });
  test('the list tells what stands, and only to who may see the project', async () => {
    const page = await listProjects(t.db, ListQuery.parse({}), t.everyone.statistics);
    expect(page.items.find((p) => p.id === id)!.recognised).toMatchObject({ 'started.statistics': '2026-05' });
    const stranger = await t.person(t.units.south, 'promoter');
    await expect(projectDates(t.db, id, stranger, now)).rejects.toMatchObject({ code: 'project.unknown' });
    await expect(recordDate(t.db, asked({ authority: null }), stranger, now)).rejects.toMatchObject({ code: 'project.unknown' });
  });
});

describe('what may be written down', () => {
  const building = { stage: 'building' as const };
  test('property: a date that stands is replaced only by another, with a reason; nothing is taken back that never stood', () => {
    const day = fc.constantFrom(null, '2026', '2026-03', '2026-03-08', '2026-11-19');
    const kind = fc.constantFrom(null, ...startKinds);
    const given = fc.record({ event: fc.constantFrom(...dateEvents), happenedOn: day, kind, reason: fc.constantFrom(null, ' ', '核实') });
    const held = fc.option(fc.record({ happenedOn: day, kind }), { nil: null });
    fc.assert(
      fc.property(given, held, (one, before) => {
        const entry = { ...one, authority: 'statistics' };
        const was = before ?? { happenedOn: null, kind: null };
        const isSound = [
          one.happenedOn ?? was.happenedOn,
          !was.happenedOn || one.reason?.trim(),
          one.event !== 'started' || !one.happenedOn || one.kind,
          one.happenedOn !== was.happenedOn || one.kind !== was.kind,
        ].every(Boolean);
        expect(checkAuthorityDate(entry, before, building, '2026-11-20') === true).toBe(isSound);
      }),
    );
  });
  test('no date before signing, none in the future; the shipped rules are fit to be published', () => {
    const one = { event: 'natong' as const, authority: 'statistics', kind: null, happenedOn: '2026-12', reason: null };
    expect(checkAuthorityDate(one, null, building, '2026-11-20')).toMatchObject({ code: 'project.date_in_future' });
    expect(checkAuthorityDate({ ...one, happenedOn: '2026-10' }, null, { stage: 'negotiating' }, '2026-11-20')).toMatchObject({
      code: 'project.date_before_signing',
    });
    expect(AuthorityRules.parse(builtInAuthorities)).toEqual(builtInAuthorities);
  });
});
