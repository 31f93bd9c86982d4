import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import { removeDraft, saveDraft } from './commands.ts';
import { draftsOf, getDraft } from './queries.ts';

const now = new Date('2026-11-20T09:00:00+08:00');
const place = '/projects/new';
const later = new Date('2026-11-20T10:32:00+08:00');
let t: Awaited<ReturnType<typeof openLedger>>;
beforeAll(async () => {
  t = await openLedger(now);
});
afterAll(() => t.close());

test('a draft is kept per person and form, written over, restored, and gone once it is sent; it leaves no trace', async () => {
  const [mine, other] = [t.everyone.promoter, t.everyone.unit_head];
  const before = (await t.pool.query('select count(*)::int as n from audit_entry')).rows[0];
  const third = t.everyone.finance;
  await saveDraft(t.db, { form: 'project.new', place, body: { name: '丙' } }, third, now);
  await saveDraft(t.db, { form: 'project.new', place, body: { name: '甲' } }, mine, now);
  await saveDraft(t.db, { form: 'project.new', place, body: { name: '甲乙' } }, mine, later);
  await saveDraft(t.db, { form: 'grid.arrivals', place, body: { cells: [['x']] } }, mine, now);
  expect(await getDraft(t.db, 'project.new', mine)).toEqual({ draft: { body: { name: '甲乙' }, updatedAt: later.toISOString() } });
  expect((await getDraft(t.db, 'project.new', third)).draft?.body).toEqual({ name: '丙' });
  expect(await getDraft(t.db, 'project.new', other)).toEqual({ draft: null });
  expect((await draftsOf(t.db, mine)).map((d) => d.form)).toEqual(['project.new', 'grid.arrivals']);
  expect(await draftsOf(t.db, other)).toEqual([]);
  await removeDraft(t.db, { form: 'project.new' }, other, later);
  expect((await getDraft(t.db, 'project.new', mine)).draft).not.toBeNull();
  await removeDraft(t.db, { form: 'project.new' }, mine, later);
  expect(await getDraft(t.db, 'project.new', mine)).toEqual({ draft: null });
  expect((await getDraft(t.db, 'grid.arrivals', mine)).draft).not.toBeNull();
  expect((await t.pool.query('select count(*)::int as n from audit_entry')).rows[0]).toEqual(before);
  const large = saveDraft(t.db, { form: 'grid.arrivals', place, body: { text: 'x'.repeat(500_001) } }, mine, now);
  await expect(large).rejects.toMatchObject({ code: 'draft.too_large' });
});
