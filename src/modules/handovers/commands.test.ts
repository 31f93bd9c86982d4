import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import { projectAt } from '../../app/testing/standing.ts';
import type { Actor } from '../../kernel/actor.ts';
import { saveDraft } from '../drafts/commands.ts';
import { getDraft } from '../drafts/queries.ts';
import { publishPreset } from '../reference/commands.ts';
import { openReview, passReview, returnReview, transferReview } from '../reviews/commands.ts';
import { flowPreset } from '../reviews/domain/flow.ts';
import { myReviews } from '../reviews/queries.ts';
import { makeHandover } from './commands.ts';
import { getHandover, listHandovers, previewHandover } from './queries.ts';

const now = new Date('2026-11-20T09:00:00+08:00');
let t: Awaited<ReturnType<typeof openLedger>>;
let people: Record<'giver' | 'receiver' | 'head' | 'bureau' | 'stranger' | 'south' | 'signer', Actor>;
const names = async () => new Map<string, string>();

beforeAll(async () => {
  t = await openLedger(now);
  const account = async (unit: string, ...roles: Actor['roles']) => {
    const actor = await t.person(unit, ...roles);
    for (const role of roles)
      await t.pool.query("insert into person_role (person_id, role_class, role, granted_at) values ($1, 'business', $2, $3)", [
        actor.id,
        role,
        now,
      ]);
    return actor;
  };
  const { north, section, south, bureau } = t.units;
  people = {
    giver: await account(section, 'promoter'),
    receiver: await account(section, 'promoter'),
    head: await account(north, 'unit_head'),
    bureau: await account(bureau, 'promotion_admin'),
    stranger: await account(section, 'promoter'),
    south: await account(south, 'promoter'),
    signer: await account(bureau, 'statistics'),
  };
  const step = { name: '初审', mode: 'all' as const, seats: [{ role: 'unit_head' as const, of: 'unit' as const }] };
  await publishPreset(t.db, flowPreset('trial', [step]));
});
afterAll(() => t.close());

const owned = (who: Actor, more = {}, stage: Parameters<typeof projectAt>[1] = 'building') =>
  projectAt(t, stage, now, { personId: who.id, ...more });
const ofProject = async (id: string) =>
  (
    await t.pool.query<{ person_id: string; leader_id: string; version: number }>(
      'select person_id, leader_id, version from project where id = $1',
      [id],
    )
  ).rows[0]!;
const wanted = async (ids: string[], kind: 'person' | 'leader' = 'person') =>
  Promise.all(ids.map(async (id) => ({ kind, id, version: (await ofProject(id)).version })));
const make = async (
  actor: Actor,
  items: Parameters<typeof makeHandover>[1]['items'],
  more: Partial<Parameters<typeof makeHandover>[1]> = {},
) => makeHandover(t.db, { from: people.giver.id, to: people.receiver.id, reason: '换岗', items, ...more }, actor, now);
const review = async (subjectId: string, submitter: Actor) =>
  (await openReview(t.db, { subject: 'project', subjectId, projectId: subjectId, unitId: t.units.section, flow: 'trial' }, submitter, now))
    .id;
const giveTo = async ({ id: personId }: Actor, id: string) =>
  transferReview(t.db, { id, version: await versionOf(id), personId, reason: '请办理' }, people.head, now);
const versionOf = async (id: string) =>
  (await t.pool.query<{ version: number }>('select version from review where id = $1', [id])).rows[0]!.version;

describe('work goes from one person to another', () => {
  test('projects in charge and led, reviews by name and returned ones go over with a reason; drafts stay; both are told', async () => {
    const [a, b] = [await owned(people.giver), await owned(people.stranger, { leaderId: people.giver.id }, 'preparing')];
    const returned = await review(a, people.giver);
    await returnReview(t.db, { id: returned, version: await versionOf(returned), toStep: null, reason: '补材料' }, people.head, now);
    const seat = await review(b, people.stranger);
    await giveTo(people.giver, seat);
    await saveDraft(t.db, { form: 'project.new', place: '/projects/new', body: { name: '草稿' } }, people.giver, now);
    const { items } = await previewHandover(t.db, { from: people.giver.id, to: people.receiver.id }, { actor: people.head, now });
    expect(items.map((i) => [i.kind, i.id, i.refusal])).toEqual([
      ['person', a, null],
      ['leader', b, null],
      ['seat', seat, null],
      ['returned', returned, null],
    ]);
    const { id } = await make(
      people.head,
      items.map(({ kind, id: of, version }) => ({ kind, id: of, version })),
    );
    expect([(await ofProject(a)).person_id, (await ofProject(b)).leader_id]).toEqual([people.receiver.id, people.receiver.id]);
    expect((await myReviews(t.db, 'returned', people.receiver, now, names)).map((r) => r.id)).toEqual([returned]);
    expect((await myReviews(t.db, 'waiting', people.receiver, now, names)).map((r) => r.id)).toEqual([seat]);
    expect((await passReview(t.db, { id: seat, version: await versionOf(seat) }, people.receiver, now)).status).toBe('approved');
    expect((await getDraft(t.db, 'project.new', people.giver)).draft?.body).toEqual({ name: '草稿' });
    expect((await getDraft(t.db, 'project.new', people.receiver)).draft).toBeNull();
    const { rows } = await t.pool.query("select person_id, kind, params from notice where kind like 'handover.%' order by kind");
    expect(rows).toEqual([
      { person_id: people.giver.id, kind: 'handover.given', params: { by: people.receiver.name, n: 4 } },
      { person_id: people.receiver.id, kind: 'handover.received', params: { by: people.giver.name, n: 4 } },
    ]);
    const audit = await t.pool.query(
      "select subject_id, after->>'reason' as reason from audit_entry where action = 'handover.make' and subject = 'person'",
    );
    expect(audit.rows).toEqual([{ subject_id: people.giver.id, reason: '换岗' }]);
    expect(await getHandover(t.db, id, people.receiver)).toMatchObject({ projects: 2, reviews: 2, reason: '换岗', by: people.head.name });
    await expect(getHandover(t.db, id, people.stranger)).rejects.toMatchObject({ code: 'handover.unknown' });
    expect((await listHandovers(t.db, people.south)).items).toEqual([]);
  });

  test('one thing that cannot go over keeps all of it, and each is named', async () => {
    const [mine, stale, gone] = [await owned(people.giver), await owned(people.giver), await owned(people.stranger)];
    const items = await wanted([mine, stale, gone]);
    await t.pool.query('update project set version = version + 1 where id = $1', [stale]);
    await expect(make(people.head, items)).rejects.toMatchObject({
      code: 'handover.refused',
      details: {
        items: [
          { id: stale, code: 'project.changed_meanwhile' },
          { id: gone, code: 'handover.not_theirs' },
        ],
      },
    });
    expect((await ofProject(mine)).person_id).toBe(people.giver.id);
  });

  test('nobody takes over what they may not see, or signs what they submitted', async () => {
    const id = await owned(people.giver);
    const toSouth = { from: people.giver.id, to: people.south.id };
    const { items } = await previewHandover(t.db, toSouth, { actor: people.bureau, now });
    expect(items.find((i) => i.id === id)?.refusal?.code).toBe('handover.receiver_may_not_see');
    await expect(make(people.bureau, await wanted([id]), toSouth)).rejects.toMatchObject({ code: 'handover.refused' });
    const own = await review(await owned(people.receiver), people.receiver);
    await giveTo(people.giver, own);
    await expect(make(people.head, [{ kind: 'seat', id: own, version: null }])).rejects.toMatchObject({
      details: { items: [{ id: own, code: 'handover.receiver_may_not_sign' }] },
    });
  });

  test('the leader of a landed project is the bureau’s to change, with the reason kept; a head is told so', async () => {
    const id = await owned(people.stranger, { leaderId: people.giver.id });
    await t.pool.query("update project set landed_on = '2026-03-01' where id = $1", [id]);
    const items = await wanted([id], 'leader');
    await expect(make(people.head, items)).rejects.toMatchObject({ details: { items: [{ id, code: 'project.frozen_at_landing' }] } });
    await make(people.bureau, items);
    const { rows } = await t.pool.query(
      'select leader_id, reason from project_attribution where project_id = $1 order by recorded_at desc, id desc limit 1',
      [id],
    );
    expect(rows).toEqual([{ leader_id: people.receiver.id, reason: '换岗' }]);
  });

  test('only they, the head of their unit or the bureau may, and only to another active person of the business', async () => {
    const id = await owned(people.giver);
    const items = await wanted([id]);
    for (const actor of [people.stranger, people.south, people.signer])
      await expect(make(actor, items)).rejects.toMatchObject({ code: 'handover.may_not' });
    await expect(make(people.giver, items, { to: people.giver.id })).rejects.toMatchObject({ code: 'handover.receiver_unfit' });
    await t.pool.query('update person set is_active = false where id = $1', [people.receiver.id]);
    await expect(make(people.giver, items)).rejects.toMatchObject({ code: 'handover.receiver_unfit' });
    await t.pool.query('update person set is_active = true where id = $1', [people.receiver.id]);
    await make(people.giver, items);
    expect((await ofProject(id)).person_id).toBe(people.receiver.id);
  });

  test('a head is not shown, and does not move, what the giver has in other units', async () => {
    const id = await owned(people.giver);
    await t.pool.query('update project set unit_id = $2 where id = $1', [id, t.units.south]);
    const { items } = await previewHandover(t.db, { from: people.giver.id, to: people.receiver.id }, { actor: people.head, now });
    expect(items.map((i) => i.id)).not.toContain(id);
    await expect(make(people.head, await wanted([id]))).rejects.toMatchObject({
      details: { items: [{ id, code: 'handover.not_theirs' }] },
    });
  });
});
