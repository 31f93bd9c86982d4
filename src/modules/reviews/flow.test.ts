import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import { projectAt } from '../../app/testing/standing.ts';
import { publishPreset } from '../reference/commands.ts';
import { openReview } from './commands.ts';
import { flowPreset, type StepRule } from './domain/flow.ts';
import { publishFlow } from './flow-commands.ts';
import { listFlows } from './flow-queries.ts';
import { getReview } from './queries.ts';

const now = new Date('2026-11-20T09:00:00+08:00');
let t: Awaited<ReturnType<typeof openLedger>>;
const step = (name: string): StepRule => ({ name, mode: 'any', seats: [{ role: 'promotion_admin', of: 'district' }] });
beforeAll(async () => {
  t = await openLedger(now);
  await publishPreset(t.db, flowPreset('trial', [step('复核')]));
});
afterAll(() => t.close());

const draft = (more: object = {}) => ({
  flow: 'trial',
  steps: [step('初审'), step('复核')],
  effectiveFrom: '2026-11-20',
  insteadOf: 1,
  ...more,
});
const publish = (more: object = {}, role: keyof typeof t.everyone = 'promotion_admin') =>
  publishFlow(t.db, draft(more), t.everyone[role], now);

test('a new version holds from its day on; a review under way keeps the steps it began with', async () => {
  const id = await projectAt(t, 'building', now);
  const submit = async (subjectId: string) =>
    (
      await openReview(
        t.db,
        { subject: 'project', subjectId, projectId: subjectId, unitId: t.units.section, flow: 'trial' },
        t.everyone.promoter,
        now,
      )
    ).id;
  const before = await submit(id);
  expect(await publish()).toEqual({ version: 2 });
  const stepsOf = async (review: string) =>
    (await getReview(t.db, review, t.everyone.promotion_admin, now, async () => new Map())).steps.map((s) => s.name);
  expect(await stepsOf(before)).toEqual(['复核']);
  expect(await stepsOf(await submit(await projectAt(t, 'building', now)))).toEqual(['初审', '复核']);
  const { items, can } = await listFlows(t.db, t.everyone.promotion_admin, now);
  expect(items).toMatchObject([
    {
      flow: 'trial',
      version: 2,
      open: 2,
      versions: [
        { version: 2, isShipped: false },
        { version: 1, isShipped: true },
      ],
    },
  ]);
  expect([can.publish, (await listFlows(t.db, t.everyone.promoter, now)).can.publish]).toEqual([true, false]);
  await publish({ insteadOf: 2, steps: [step('以后')], effectiveFrom: '2027-01-01' });
  expect((await listFlows(t.db, t.everyone.promoter, now)).items[0]).toMatchObject({
    version: 2,
    steps: [{ name: '初审' }, { name: '复核' }],
  });
});

test('only the bureau publishes, for days to come, upon the version it has read, and names every step its own way', async () => {
  for (const role of ['promoter', 'unit_head', 'leader', 'auditor'] as const)
    await expect(publish({ insteadOf: 3 }, role)).rejects.toMatchObject({ code: 'review.may_not_publish' });
  await expect(publish({ flow: 'never' })).rejects.toMatchObject({ code: 'review.flow_unknown' });
  await expect(publish({ insteadOf: 3, effectiveFrom: '2026-11-19' })).rejects.toMatchObject({ code: 'review.flow_in_past' });
  await expect(publish({ insteadOf: 3, steps: [step('甲'), step('甲')] })).rejects.toMatchObject({ code: 'review.flow_step_twice' });
  await expect(publish({ insteadOf: 1 })).rejects.toMatchObject({ code: 'review.flow_changed_meanwhile', details: { version: 3 } });
});
