import { type SQL, sql } from 'drizzle-orm';
import type { Day, PartialDate } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { currentRule } from '../reference/queries.ts';
import type { Elsewhere, FlagArrival, FlagFacts } from './domain/flag.ts';
import { defaultFlagRule, FlagRule } from './domain/flag-rule.ts';
import { standing } from './facts-queries.ts';

/** The thresholds in force on a day. */
export async function flagRuleOn(db: Reader, day: Day): Promise<FlagRule> {
  const rule = await currentRule(db, 'arrival-flags', day);
  return rule ? FlagRule.parse(rule.body) : defaultFlagRule;
}

const these = (ids: readonly string[]) => sql`any(${sql.param([...ids])}::uuid[])`;
const phone = (alias: string) => sql.raw(`regexp_replace(${alias}.contact_phone, '\\D', '', 'g')`);
const phoneShare = sql`select p.id as project_id, ${phone('p')} as contact, o.id as other
  from project p join project o on ${phone('o')} = ${phone('p')} and o.id <> p.id and o.investor_key <> p.investor_key
  where length(${phone('p')}) >= 7 and o.contact_phone is not null`;
const addressShare = sql`select p.id as project_id, e.address as contact, o.id as other
  from project p join enterprise e on e.id = p.investor_id join enterprise f on f.address = e.address and f.id <> e.id
    join project o on o.investor_id = f.id and o.id <> p.id
  where e.address <> ''`;

/** A lock's key for every voucher number of these projects: whoever looks for another use of one waits for whoever records one. */
export const voucherKeysOf = (ids: readonly string[]): SQL => sql`
  select distinct hashtextextended('voucher:' || voucher_no, 0) as key from arrival where project_id = ${these(ids)} and voucher_no is not null`;

/** Projects whose findings depend on these: they share a voucher, a file or a contact, also through rows that were reversed. */
export async function neighboursOf(db: Reader, ids: readonly string[]): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select o.project_id as id from arrival m join arrival o on o.voucher_no = m.voucher_no where m.project_id = ${these(ids)}
    union select o.project_id from evidence e join evidence o on o.sha256 = e.sha256 and o.subject = 'arrival'
      where e.project_id = ${these(ids)} and e.subject = 'arrival'
    union select other from (${phoneShare}) s where s.project_id = ${these(ids)}
    union select other from (${addressShare}) s where s.project_id = ${these(ids)}`);
  return rows.map((r) => r.id).filter((id) => !ids.includes(id));
}

type ProjectRow = {
  id: string;
  signedOn: PartialDate | null;
  agreedFen: number;
  totalFen: number | null;
  progressOn: PartialDate | null;
  isFinished: boolean;
};
type Shared = Elsewhere & { of: string; key: string; ofArrival: string | null };

/** What flags are found from, of each of these projects. */
export async function flagFactsOf(db: Reader, ids: readonly string[]): Promise<FlagFacts[]> {
  if (!ids.length) return [];
  const { rows: projects } = await db.execute<ProjectRow>(sql`
    select p.id, p.signed_on as "signedOn", p.agreed_fen as "agreedFen", p.total_fen as "totalFen",
      greatest((select max(happened_on) from stage_change c where c.project_id = p.id), (select max(happened_on) from project_note n
        where n.project_id = p.id), (select max(month) from investment i where i.project_id = p.id)) as "progressOn",
      p.stage in ('completed', 'producing', 'at_capacity') or p.side is not null as "isFinished"
    from project p where p.id = ${these(ids)}`);
  const { rows: arrivals } = await db.execute<FlagArrival & { projectId: string }>(sql`
    select m.project_id as "projectId", m.id, m.arrived_on as "arrivedOn", m.amount_fen as "amountFen", m.voucher_no as "voucherNo",
      m.voucher_on as "voucherOn", m.payer
    from arrival m where m.project_id = ${these(ids)} and ${standing(null)} order by m.arrived_on, m.id`);
  const shared = { voucher: await otherVouchers(db, ids), file: await otherFiles(db, ids), contact: await otherContacts(db, ids) };
  const [arrivalsOf, vouchersOf] = [Map.groupBy(arrivals, (a) => a.projectId), Map.groupBy(shared.voucher, (s) => s.of)];
  const [filesOf, contactsOf] = [Map.groupBy(shared.file, (s) => s.of), Map.groupBy(shared.contact, (s) => s.of)];
  return projects.map(({ id, ...record }) => ({
    ...record,
    projectId: id,
    arrivals: arrivalsOf.get(id) ?? [],
    vouchers: Map.groupBy(vouchersOf.get(id) ?? [], (s) => s.key),
    files: filesIn(filesOf.get(id) ?? []),
    contacts: [...Map.groupBy(contactsOf.get(id) ?? [], (s) => s.key)].map(([contact, elsewhere]) => ({ contact, elsewhere })),
  }));
}

/** A file of this project once for each arrival it proves, with its uses elsewhere. */
const filesIn = (uses: readonly Shared[]) =>
  [...Map.groupBy(uses, (u) => `${u.key} ${u.ofArrival}`).values()].map((own) => ({
    sha256: own[0]!.key,
    arrivalId: own[0]!.ofArrival!,
    elsewhere: own.filter((u) => u.projectId !== u.of),
  }));

async function otherVouchers(db: Reader, ids: readonly string[]): Promise<Shared[]> {
  const { rows } = await db.execute<Shared>(sql`
    select distinct w.project_id as of, w.voucher_no as key, null as "ofArrival", m.project_id as "projectId", m.id as "arrivalId"
    from (select distinct project_id, voucher_no from arrival where project_id = ${these(ids)} and voucher_no is not null) w
      join arrival m on m.voucher_no = w.voucher_no and m.project_id <> w.project_id where ${standing(null)}`);
  return rows;
}

async function otherFiles(db: Reader, ids: readonly string[]): Promise<Shared[]> {
  const kept = (alias: string) => sql`not exists (select 1 from evidence_retraction x where x.evidence_id = ${sql.raw(alias)}.id)`;
  const { rows } = await db.execute<Shared>(sql`
    select distinct e.project_id as of, e.sha256 as key, e.subject_id as "ofArrival", o.project_id as "projectId", o.subject_id as "arrivalId"
    from evidence e join evidence o on o.sha256 = e.sha256 and o.subject = 'arrival' and o.subject_id <> e.subject_id
      join arrival m on m.project_id = o.project_id and m.id = o.subject_id
    where e.project_id = ${these(ids)} and e.subject = 'arrival' and ${kept('e')} and ${kept('o')} and ${standing(null)}`);
  return rows;
}

async function otherContacts(db: Reader, ids: readonly string[]): Promise<Shared[]> {
  const { rows } = await db.execute<Shared>(sql`
    select s.project_id as of, s.contact as key, null as "ofArrival", s.other as "projectId", null as "arrivalId"
    from (${phoneShare} union ${addressShare}) s where s.project_id = ${these(ids)}`);
  return rows;
}
