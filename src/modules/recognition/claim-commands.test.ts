import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import '../../app/wiring.ts';
import { openLedger } from '../../app/testing/ledger.ts';
import { projectAt } from '../../app/testing/standing.ts';
import type { Actor } from '../../kernel/actor.ts';
import { recordArrival, reverseArrival } from '../funds/arrival-commands.ts';
import { anArrival } from '../funds/test-database.ts';
import { publishPreset } from '../reference/commands.ts';
import { addSigner, passReview, returnReview, withdrawReview } from '../reviews/commands.ts';
import { reviewOf } from '../reviews/queries.ts';
import { giveOpinion, submitClaim, submitClaimAgain } from './claim-commands.ts';
import { claimable, claimView, listClaims } from './claim-queries.ts';
import { giveVerdicts, publishRecognition } from './commands.ts';
import { claimFlow, claimSubject } from './domain/flow.ts';
import { presets, recognitionPresets } from './domain/preset.ts';
import { listJudged } from './queries.ts';

const now = new Date('2026-06-20T04:00:00Z');
const later = (n: number) => new Date(now.getTime() + n * 60_000);
const t = await openLedger(now);
afterAll(t.close);
const { promotion_admin: bureau, statistics, finance, auditor, promoter, unit_head: head } = t.everyone;
const anyway = { codes: ['arrived_above_agreed', 'arrived_above_total', 'before_signing', 'same_voucher'], reason: '已核实' };

let project: string;
let stranger: Actor;
let minutes = 0;
const at = () => later(++minutes);
const arrive = async (more: Parameters<typeof anArrival>[1]) =>
  (await recordArrival(t.db, { ...anArrival(project, { acknowledged: anyway, payerDivision: '330100', ...more }) }, promoter, now)).id;
const keys = (...ids: string[]) => ids.map((arrivalId) => ({ projectId: project, arrivalId }));

beforeAll(async () => {
  stranger = await t.person(t.units.south, 'promoter', 'unit_head');
  await t.pool.query("insert into person_role (person_id, role_class, role, granted_at) values ($1, 'business', 'unit_head', $2)", [
    stranger.id,
    now,
  ]);
  for (const preset of [...recognitionPresets, claimFlow]) await publishPreset(t.db, preset);
  const promotion = { ...presets['provincial-promotion'], home: '640425' };
  await publishRecognition(t.db, { basis: 'promotion', effectiveFrom: '2026-01-01', preset: null, body: promotion }, bureau, now);
  project = await projectAt(t, 'building', now, { totalMinor: 600_000_000, name: '申报项目' });
  await t.pool.query("update project set signed_on = '2026-01-10' where id = $1", [project]);
});

const reviewOfClaim = async (id: string, actor: Actor) =>
  (await reviewOf(t.db, { subject: claimSubject, subjectId: id }, actor, now, async () => new Map())).review!;
const pass = async (id: string, actor: Actor) => {
  const { id: review, version } = await reviewOfClaim(id, actor);
  return passReview(t.db, { id: review, version }, actor, at());
};
const sendBack = async (id: string, actor: Actor) => {
  const { id: review, version } = await reviewOfClaim(id, actor);
  return returnReview(t.db, { id: review, version, toStep: null, reason: '请补充佐证' }, actor, at());
};
const verdictsOf = async (arrivalId: string) => {
  const { items } = await listJudged(t.db, { basis: 'promotion', page: 1, size: 50, project }, bureau, now);
  const row = items.find((r) => r.id === arrivalId)!;
  return {
    claim: row.claim?.state ?? null,
    said: row.verdicts.map((v) => `${v.basis} ${v.outcome} ${v.reason} ${v.amountFen}`).toSorted(),
  };
};
const givers = async (arrivalId: string) => {
  const { rows } = await t.pool.query<{ basis: string; given_by: string }>('select basis, given_by from verdict where arrival_id = $1', [
    arrivalId,
  ]);
  return Object.fromEntries(rows.map((r) => [r.basis, r.given_by]));
};
const remark = null;

describe('填报 → 单位初审 → 招商局复核 → 联合核定', () => {
  let machine: string;
  let wages: string;
  let claim: string;
  beforeAll(async () => {
    machine = await arrive({ amountMinor: 1000, kind: 'equipment' });
    wages = await arrive({ amountMinor: 300, kind: 'working_capital' });
  });

  test('a unit sends up what it may, and no other', async () => {
    const found = await claimable(t.db, { month: '2026-05' }, promoter, now);
    expect([found.month, found.items.map((a) => a.id).toSorted()]).toEqual(['2026-05', [machine, wages].toSorted()]);
    expect((await claimable(t.db, {}, stranger, now)).months).toEqual([]);
    const submit = (actor: Actor, month = '2026-05') => submitClaim(t.db, { month, remark, arrivals: keys(machine, wages) }, actor, at());
    await expect(submit(stranger)).rejects.toMatchObject({ code: 'project.unknown' });
    await expect(submit(bureau)).rejects.toMatchObject({ code: 'claim.may_not_claim' });
    await expect(submit(promoter, '2026-04')).rejects.toMatchObject({ code: 'claim.not_claimable' });
    claim = (await submit(promoter)).id;
    await expect(submit(promoter)).rejects.toMatchObject({ code: 'claim.not_claimable' });
    expect((await claimable(t.db, {}, promoter, now)).total).toBe(0);
  });

  test('while it is under way nobody judges past it, and another unit knows nothing of it', async () => {
    expect(await verdictsOf(machine)).toEqual({ claim: 'open', said: [] });
    const rows = [{ projectId: project, arrivalId: machine, supersedes: null, own: null }];
    const give = giveVerdicts(t.db, { basis: 'promotion', rows, recognisedOn: null, remark }, bureau, at());
    await expect(give).rejects.toMatchObject({ code: 'verdict.under_review' });
    await expect(claimView(t.db, claim, stranger, now)).rejects.toMatchObject({ code: 'claim.unknown' });
    expect((await listClaims(t.db, { page: 1, size: 50 }, stranger)).total).toBe(0);
  });

  test('an office speaks under its own 口径 only', async () => {
    const own = { outcome: 'counted', reason: 'part_counted', amountFen: 200 } as const;
    const opine = (actor: Actor, more: object = {}) =>
      giveOpinion(
        t.db,
        { id: claim, basis: 'promotion', projectId: project, arrivalId: wages, own, remark: '其中 200 为区外资金', ...more },
        actor,
        at(),
      );
    await expect(opine(statistics)).rejects.toMatchObject({ code: 'verdict.may_not_give' });
    await expect(opine(bureau, { remark: null })).rejects.toMatchObject({ code: 'verdict.remark_required' });
    await expect(opine(bureau, { own: { ...own, amountFen: 301 } })).rejects.toMatchObject({ code: 'verdict.amount_beyond_arrival' });
    await expect(opine(bureau, { arrivalId: claim })).rejects.toMatchObject({ code: 'claim.no_such_line' });
    await opine(bureau);
    const { lines } = await claimView(t.db, claim, promoter, now);
    const cell = lines.find((l) => l.id === wages)!.cells.find((c) => c.basis === 'promotion');
    expect(cell).toMatchObject({
      opinion: { amountFen: 200, remark: '其中 200 为区外资金' },
      would: { amountFen: 200 },
      can: { opine: false },
    });
  });

  test('退回 loses nothing: arrivals, opinions and signatures stay; it goes up again as the same review', async () => {
    await pass(claim, head);
    await sendBack(claim, bureau);
    expect((await claimView(t.db, claim, promoter, now)).can).toEqual({ resubmit: true });
    expect((await verdictsOf(wages)).claim).toBe('returned');
    const before = await reviewOfClaim(claim, promoter);
    const again = (arrivals: ReturnType<typeof keys>, actor = promoter) =>
      submitClaimAgain(t.db, { id: claim, remark: '已补充', arrivals }, actor, at());
    await expect(again(keys(machine), stranger)).rejects.toMatchObject({ code: 'claim.unknown' });
    await again(keys(machine, wages));
    await expect(again(keys(machine))).rejects.toMatchObject({ code: 'claim.not_returned' });
    const view = await claimView(t.db, claim, promoter, now);
    expect(view).toMatchObject({ state: 'open', round: 2, arrivals: 2, remark: '已补充' });
    expect(view.lines.find((l) => l.id === wages)!.cells.find((c) => c.basis === 'promotion')!.opinion).toMatchObject({ amountFen: 200 });
    const after = await reviewOfClaim(claim, promoter);
    expect(after.id).toBe(before.id);
    expect(after.acts.map((a) => a.kind)).toEqual(['submit', 'pass', 'return', 'submit']);
    const { rows } = await t.pool.query('select round, count(*)::int as n from claim_line where claim_id = $1 group by 1 order by 1', [
      claim,
    ]);
    expect(rows).toEqual([
      { round: 1, n: 2 },
      { round: 2, n: 2 },
    ]);
    expect((await verdictsOf(machine)).said).toEqual([]);
  });

  test('the last signature appends the verdicts: the office’s word, else the rule’s, by who signed for the 口径', async () => {
    for (const actor of [head, bureau, statistics, finance]) await pass(claim, actor);
    expect((await verdictsOf(wages)).said).toEqual([]);
    await pass(claim, auditor);
    expect(await verdictsOf(wages)).toEqual({
      claim: null,
      said: [
        'audit pending evidence_missing 0',
        'foreign left_out kind_not_counted 0',
        'promotion counted part_counted 200',
        'statistics left_out kind_not_counted 0',
      ],
    });
    expect((await verdictsOf(machine)).said).toContain('promotion counted meets_rule 1000');
    expect(await givers(machine)).toEqual({ promotion: bureau.id, foreign: bureau.id, statistics: statistics.id, audit: auditor.id });
    expect(await claimView(t.db, claim, promoter, now)).toMatchObject({ state: 'approved', can: { resubmit: false } });
  });
});

test('what is pending may be sent up again; what was judged stays, and a reversed arrival is passed over', async () => {
  const [kept, gone] = [
    await arrive({ amountMinor: 70, arrivedOn: '2026-04-02' }),
    await arrive({ amountMinor: 80, arrivedOn: '2026-04-03' }),
  ];
  const rows = [
    {
      projectId: project,
      arrivalId: kept,
      supersedes: null,
      own: { outcome: 'left_out', reason: 'judged_otherwise', amountFen: 0 } as const,
    },
  ];
  await giveVerdicts(t.db, { basis: 'promotion', rows, recognisedOn: null, remark: '代收款' }, bureau, at());
  const { id } = await submitClaim(t.db, { month: '2026-04', remark, arrivals: keys(kept, gone) }, promoter, at());
  await reverseArrival(t.db, { projectId: project, id: gone, reason: '退款' }, promoter, at());
  for (const actor of [head, bureau, statistics, finance, auditor]) await pass(id, actor);
  expect((await verdictsOf(kept)).said).toContain('promotion left_out judged_otherwise 0');
  expect(await givers(gone)).toEqual({});
  expect((await claimable(t.db, { month: '2026-04' }, promoter, now)).items.map((a) => a.id)).toEqual([kept]);
});

test('taken back, its arrivals may be sent up anew', async () => {
  const one = await arrive({ amountMinor: 90, arrivedOn: '2026-03-03' });
  const submit = () => submitClaim(t.db, { month: '2026-03', remark, arrivals: keys(one) }, promoter, at());
  const { id } = await submit();
  const { id: review, version } = await reviewOfClaim(id, promoter);
  await withdrawReview(t.db, { id: review, version }, promoter, at());
  expect((await claimView(t.db, id, promoter, now)).state).toBe('withdrawn');
  expect((await submit()).id).not.toBe(id);
});

test('taking a returned claim back while it is sent up again: one is done, the other is told, and neither waits for the other for ever', async () => {
  const one = await arrive({ amountMinor: 91, arrivedOn: '2026-02-03' });
  const { id } = await submitClaim(t.db, { month: '2026-02', remark, arrivals: keys(one) }, promoter, at());
  await sendBack(id, head);
  const { id: review, version } = await reviewOfClaim(id, promoter);
  // Whoever sends it up again is held up at its project, with all that was taken hold of before in hand.
  const busy = await t.pool.connect();
  await busy.query('begin');
  await busy.query('select 1 from project where id = $1 for update', [project]);
  const waiting = async (n: number): Promise<void> => {
    const { rows } = await t.pool.query(
      'select 1 from pg_locks l join pg_stat_activity a using (pid) where a.datname = current_database() and not l.granted',
    );
    if (rows.length < n) await new Promise((go) => setTimeout(go, 20)).then(() => waiting(n));
  };
  const again = submitClaimAgain(t.db, { id, remark, arrivals: keys(one) }, promoter, at());
  await waiting(1);
  const back = withdrawReview(t.db, { id: review, version }, promoter, at());
  await waiting(2);
  await busy.query('commit');
  busy.release();
  const [sent, taken] = await Promise.allSettled([again, back]);
  expect([sent.status, taken]).toMatchObject(['fulfilled', { status: 'rejected', reason: { code: 'review.changed_meanwhile' } }]);
  expect((await claimView(t.db, id, promoter, now)).state).toBe('open');
});

test('who is asked to sign from another unit reads that claim while they are asked, and nothing beside it', async () => {
  const [one, other] = [
    await arrive({ amountMinor: 92, arrivedOn: '2026-01-13' }),
    await arrive({ amountMinor: 93, arrivedOn: '2026-01-14' }),
  ];
  const submit = async (arrival: string) =>
    (await submitClaim(t.db, { month: '2026-01', remark, arrivals: keys(arrival) }, promoter, at())).id;
  const [asked, beside] = [await submit(one), await submit(other)];
  const { id: review, version } = await reviewOfClaim(asked, head);
  await addSigner(t.db, { id: review, version, personId: stranger.id, reason: '请会签' }, head, at());
  expect(await claimView(t.db, asked, stranger, now)).toMatchObject({
    hidden: 0,
    lines: [{ id: one, amountFen: 92, can: { open: false } }],
  });
  expect((await claimView(t.db, asked, promoter, now)).lines).toMatchObject([{ can: { open: true } }]);
  await expect(claimView(t.db, beside, stranger, now)).rejects.toMatchObject({ code: 'claim.unknown' });
  expect((await listClaims(t.db, { page: 1, size: 50 }, stranger)).total).toBe(0);
  await expect(
    giveOpinion(t.db, { id: asked, basis: 'promotion', projectId: project, arrivalId: one, own: null, remark: null }, stranger, at()),
  ).rejects.toMatchObject({ code: 'claim.unknown' });
  await pass(asked, stranger);
  expect(await claimView(t.db, asked, stranger, now)).toMatchObject({ state: 'open' });
  await sendBack(asked, head);
  await expect(claimView(t.db, asked, stranger, now)).rejects.toMatchObject({ code: 'claim.unknown' });
});
