import { asc, eq, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { type Day, dayOf } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { papersOf } from '../evidence/queries.ts';
import { peopleOf } from '../identity/queries.ts';
import { currentRule, wordsOf } from '../reference/queries.ts';
import { AuthorityRules, builtInAuthorities, type DateEvent, dateEvents, mayRecognise, type StartKind } from './domain/authority-date.ts';
import type { DateAuthority, ProjectDates } from './domain/date-view.ts';
import { isMasked, may } from './policy.ts';
import { projectWhere, shownName, visibleProject } from './queries.ts';
import { authorityDate } from './tables.ts';

type Row = typeof authorityDate.$inferSelect;

/** Who recognises what on a day, and which dates figures count by: as published (by an instant, when one is named), or as shipped. */
export async function authorityRulesOn(db: Reader, day: Day, publishedBy: string | null = null): Promise<AuthorityRules> {
  const published = await currentRule(db, 'authority-dates', day, publishedBy);
  return published ? AuthorityRules.parse(published.body) : builtInAuthorities;
}

/** Authorities of the rules in the dictionary's order, with their words; one that the dictionary has lost keeps its code. */
export async function authoritiesOn(db: Reader, day: Day): Promise<DateAuthority[]> {
  const [{ authorities }, words] = await Promise.all([authorityRulesOn(db, day), wordsOf(db, 'authority')]);
  const order = [...words.keys()];
  const place = (code: string) => (order.includes(code) ? order.indexOf(code) : order.length);
  return authorities
    .map(({ authority: code, events }) => ({ code, zh: words.get(code)?.zh ?? code, en: words.get(code)?.en ?? code, events }))
    .toSorted((a, b) => place(a.code) - place(b.code));
}

/** Every date of one project that was ever written down, in order. */
const entriesOf = (db: Reader, projectId: string): Promise<Row[]> =>
  db
    .select()
    .from(authorityDate)
    .where(eq(authorityDate.projectId, projectId))
    .orderBy(asc(authorityDate.recordedAt), asc(authorityDate.id));

/** The entry of an event and an authority that stands, or null. */
export async function standingDate(db: Reader, projectId: string, event: DateEvent, authority: string | null): Promise<Row | null> {
  const all = await entriesOf(db, projectId);
  return all.findLast((row) => row.event === event && row.authority === authority) ?? null;
}

type Dated = Readonly<{ projectId: string; event: DateEvent; authority: string | null }>;
export const dateKey = ({ projectId, event, authority }: Dated) => `${projectId} ${event} ${authority ?? ''}`;
/** The entries that stand for these projects, by project, event and authority. */
export async function standingDates(db: Reader, projectIds: readonly string[]): Promise<Map<string, Row>> {
  if (projectIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(authorityDate)
    .where(sql`${authorityDate.projectId} = any(${sql.param([...projectIds])}::uuid[])`)
    .orderBy(asc(authorityDate.recordedAt), asc(authorityDate.id));
  return new Map(rows.map((row) => [dateKey(row), row]));
}

type SheetDate = Readonly<{ id: string; code: string; event: DateEvent; authority: string; happenedOn: string; kind: StartKind | null }>;
/** The recognised dates that stand, of projects the actor may see, in batches, in the order of their ids. */
export async function* datesForSheet(db: Reader, actor: Actor, size = 1000): AsyncGenerator<SheetDate[]> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await db.execute<SheetDate>(sql`
      select d.id, p.code, d.event, d.authority, d.happened_on as "happenedOn", d.kind from authority_date d join project p on p.id = d.project_id
      where d.authority is not null and d.happened_on is not null and d.id > ${after}::uuid and ${projectWhere(actor, 'p')}
        and not ${shownName(actor, 'p').masked}
        and not exists (select 1 from authority_date x where x.project_id = d.project_id and x.event = d.event and x.authority = d.authority
          and (x.recorded_at, x.id) > (d.recorded_at, d.id))
      order by d.id limit ${size}`);
    if (rows.length === 0) return;
    after = rows.at(-1)!.id;
    yield rows;
  }
}

/** The dates of a project as a matrix: claimed and each authority by event. Nothing is told of projects whose investor is kept. */
export async function projectDates(db: Reader, id: string, actor: Actor, now: Date): Promise<ProjectDates> {
  const row = await visibleProject(db, id, actor);
  const day = dayOf(now);
  const [rules, authorities] = await Promise.all([authorityRulesOn(db, day), authoritiesOn(db, day)]);
  const entries = isMasked(actor, row) ? [] : await entriesOf(db, id);
  const [people, papers] = await Promise.all([
    peopleOf(
      db,
      entries.map((e) => e.recordedBy),
    ),
    papersOf(
      db,
      'authority_date',
      entries.map((e) => e.id),
    ),
  ]);
  const shown = ({ id: entry, event, authority, kind, happenedOn, reason, recordedBy, recordedAt }: Row) => ({
    id: entry,
    event,
    authority,
    kind,
    happenedOn,
    reason,
    recordedBy: { id: recordedBy, name: people.get(recordedBy)?.name ?? '' },
    recordedAt: recordedAt.toISOString(),
    evidence: papers.get(entry) ?? [],
  });
  const cell = (event: DateEvent, authority: string | null, record: boolean) => {
    const own = entries.filter((e) => e.event === event && e.authority === authority).map(shown);
    const last = own.at(-1) ?? null;
    return {
      event,
      authority,
      standing: last?.happenedOn ? last : null,
      earlier: own.filter((e) => e !== last || !e.happenedOn),
      can: { record },
    };
  };
  const cells = dateEvents.flatMap((event) => [
    cell(event, null, may.claim(actor, row)),
    ...authorities
      .filter((a) => a.events.includes(event))
      .map((a) => cell(event, a.code, may.recognise(actor, row) && mayRecognise(actor, rules, a.code, event))),
  ]);
  return { authorities: authorities.map(({ code, zh, en }) => ({ code, zh, en })), cells, counts: rules.counts };
}

/** 'started.statistics' → the date that stands, for each project of a page; what is only claimed and not in the record as 'above_scale.claimed'. */
export async function recognisedOf(db: Reader, ids: readonly string[]): Promise<Map<string, Record<string, string>>> {
  const found = new Map<string, Record<string, string>>();
  if (ids.length === 0) return found;
  const { rows } = await db.execute<{ project_id: string; event: string; authority: string | null; happened_on: string | null }>(sql`
    select distinct on (project_id, event, authority) project_id, event, authority, happened_on from authority_date
    where project_id = any(${sql.param([...ids])}::uuid[]) order by project_id, event, authority, recorded_at desc, id desc`);
  for (const { project_id: id, event, authority, happened_on: on } of rows)
    if (on) found.set(id, { ...found.get(id), [`${event}.${authority ?? 'claimed'}`]: on });
  return found;
}

/**
 * For `from (…)`: the date of an event that an authority's word, or the unit's claim (null), gave each project, of the rows `d` that are
 * `known`; none where it gave none.
 */
export const datedWhere = (event: DateEvent, authority: string | null, known: SQL): SQL => sql`(
  select distinct on (d.project_id) d.project_id, d.happened_on from authority_date d
  where d.event = ${event} and ${authority === null ? sql`d.authority is null` : sql`d.authority = ${authority}`} and ${known}
  order by d.project_id, d.recorded_at desc, d.id desc)`;
