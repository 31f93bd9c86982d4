import { sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import { addMonths, dayOf, lastDayOf, type Month, monthOf } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { closingPeriods, figuresOfClosing } from '../figures/closing-queries.ts';
import { silentUnits } from '../figures/reporting-queries.ts';
import { scopeFor } from '../figures/scope-queries.ts';
import { closedAfter, monthEvents, standingClosings } from '../funds/month-queries.ts';
import { peopleOf } from '../identity/queries.ts';
import type { closingsContract } from './contract.ts';
import { may } from './policy.ts';

type C = typeof closingsContract;

/** Entries that happened in a month and are booked in a later one, by month. */
async function lateEntries(db: Reader): Promise<Map<string, number>> {
  const { rows } = await db.execute<{ month: string; late: number }>(sql`
    select month, count(*)::int as late from (
      select left(signed_on, 7) as month from agreement where booked_on is not null union all
      select left(arrived_on, 7) from arrival where booked_on is not null union all
      select month from investment where booked_on is not null) e group by 1`);
  return new Map(rows.map((r) => [r.month, r.late]));
}

/** Every closing and reopening, and the month that is due. */
export async function listClosings(db: Reader, actor: Actor, now: Date): Promise<Result<C['list']>> {
  const [events, late, standing] = [await monthEvents(db), await lateEntries(db), await standingClosings(db)];
  const people = await peopleOf(db, [...new Set(events.map((e) => e.recordedBy))]);
  const stands = new Set(standing.map((c) => c.id));
  const closed = closedAfter(events);
  const due = closed ? addMonths(closed, 1) : await firstMonth(db);
  return {
    items: events.toReversed().map((e) => ({
      id: e.id,
      month: e.month,
      kind: e.kind,
      reason: e.reason,
      by: people.get(e.recordedBy)?.name ?? '命令行',
      at: e.recordedAt.toISOString(),
      stands: stands.has(e.id),
      late: stands.has(e.id) ? (late.get(e.month) ?? 0) : 0,
    })),
    closedThrough: closed,
    due: due && due < monthOf(dayOf(now))! ? due : null,
    can: { close: may.close(actor), reopen: may.reopen(actor) && closed !== null },
  };
}

async function firstMonth(db: Reader): Promise<Month | null> {
  const { rows } = await db.execute<{ first: string | null }>(sql`
    select left(min(m), 7) as first from (
      select min(signed_on) as m from agreement where length(signed_on) > 4 union all
      select min(arrived_on) from arrival where length(arrived_on) > 4 union all
      select min(month) from investment union all
      select min(happened_on) from stage_change where length(happened_on) > 4) f`);
  return rows[0]!.first;
}

/** What a month still lacks: nothing of it stands in the way of closing, all of it is to be read before. */
export async function lacksOf(db: Reader, month: Month, actor: Actor, now: Date): Promise<Result<C['preview']>['lacks']> {
  const asked = await scopeFor(db, { through: lastDayOf(month) }, actor, now);
  const { silent } = await silentUnits(db, asked, month);
  const { rows } = await db.execute<{ imports: string[]; proposals: string[]; bare: string[]; faulty: string[] }>(sql`
    with counted as (
      select project_id, id, acknowledged, 'arrival' as ledger from arrival a where left(coalesce(booked_on, arrived_on), 7) = ${month} and reverses is null
        and not exists (select 1 from arrival r where r.project_id = a.project_id and r.reverses = a.id)
      union all
      select project_id, id, acknowledged, 'investment' from investment a where coalesce(booked_on, month) = ${month} and reverses is null
        and not exists (select 1 from investment r where r.project_id = a.project_id and r.reverses = a.id))
    select array(select file_name from import_batch where status = 'checked' order by created_at) as imports,
      array(select p.name from stage_proposal s join project p on p.id = s.project_id where s.status = 'open' order by p.code) as proposals,
      array(select p.name from counted c join project p on p.id = c.project_id where c.ledger = 'arrival' and not exists (
        select 1 from evidence v where v.subject = 'arrival' and v.subject_id = c.id
          and not exists (select 1 from evidence_retraction t where t.evidence_id = v.id)) order by p.code) as bare,
      array(select p.name from counted c join project p on p.id = c.project_id where c.acknowledged is not null order by p.code) as faulty`);
  const { imports, proposals, bare, faulty } = rows[0]!;
  const found = {
    silent_units: silent.map((u) => u.name),
    open_imports: imports,
    open_proposals: proposals,
    arrivals_without_evidence: bare,
    soft_faults: faulty,
  } as const;
  const some = 20;
  return Object.entries(found).flatMap(([kind, names]) =>
    names.length ? [{ kind: kind as keyof typeof found, count: names.length, names: [...new Set(names)].slice(0, some) }] : [],
  );
}

type ClosingDifference = {
  month: string;
  period: string;
  unitId: string;
  figure: string;
  kept: string | null;
  recomputed: string | null;
};
/** Recomputes the figures of every closing that stands and answers with what is not as it was kept: nothing. */
export async function verifyClosings(db: Reader): Promise<ClosingDifference[]> {
  const found: ClosingDifference[] = [];
  for (const closing of await standingClosings(db)) {
    for (const period of closingPeriods) {
      const { rows } = await db.execute<Omit<ClosingDifference, 'month' | 'period'>>(sql`
        select coalesce(k.unit_id, c.unit_id) as "unitId", coalesce(k.figure, c.figure) as figure,
          k.numerator || '/' || coalesce(k.denominator, 0) as kept, c.numerator || '/' || coalesce(c.denominator, 0) as recomputed
        from (select * from closing_figure where closing_id = ${closing.id} and period = ${period}) k
          full join ${await figuresOfClosing(db, closing, period)} c on c.unit_id = k.unit_id and c.figure = k.figure
        where k.version is not distinct from c.version and (k.numerator, k.denominator, k.rows, k.digest) is distinct from (c.numerator, c.denominator, c.rows, c.digest)
          or k.figure is null`);
      found.push(...rows.map((row) => ({ month: closing.month, period, ...row })));
    }
  }
  return found;
}
