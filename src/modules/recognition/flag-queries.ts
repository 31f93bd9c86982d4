import { sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import { rowsBefore } from '../../kernel/paging.ts';
import type { Reader } from '../../platform/db.ts';
import type { Side, Stage } from '../projects/domain/stage.ts';
import { projectWhere, shownName } from '../projects/queries.ts';
import type { flagEndpoints, FlagItem } from './domain/flag-contract.ts';
import type { Elsewhere } from './domain/flag.ts';
import { may } from './policy.ts';
import { underUnit } from './queries.ts';

type C = typeof flagEndpoints;
type Row = Pick<FlagItem, 'id' | 'projectId' | 'projectCode' | 'projectName' | 'unitName' | 'code' | 'state' | 'raisedAt' | 'reason'> & {
  arrivalIds: string[];
  facts: { params: Record<string, string | number | null>; elsewhere: Elsewhere[] };
  unitId: string;
  stage: Stage;
  side: Side | null;
  isMasked: boolean;
};
type Entry = FlagItem['rows'][number] & { isSeen: boolean };

/** Flags of the projects that the actor may see, open ones first asked for; of other projects only rows that are theirs to see. */
export async function listFlags(db: Reader, query: Received<C['flags']>['query'], actor: Actor): Promise<Result<C['flags']>> {
  const where = sql`${projectWhere(actor, 'p')} and ${await underUnit(db, query.unit, sql`p.unit_id`)}
    and ${query.project ? sql`f.project_id = ${query.project}` : sql`true`} and ${query.code ? sql`f.code = ${query.code}` : sql`true`}
    and ${query.state ? sql`f.state = ${query.state}` : sql`true`}`;
  const name = shownName(actor);
  const from = sql`from red_flag f join project p on p.id = f.project_id where ${where}`;
  const { rows } = await db.execute<Row>(sql`
    select f.id, f.project_id as "projectId", p.code as "projectCode", ${name.text} as "projectName", (select name from unit u
        where u.id = p.unit_id) as "unitName", f.code, f.state, to_char(f.raised_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "raisedAt",
      f.arrival_ids as "arrivalIds", f.facts, p.unit_id as "unitId", p.stage, p.side, ${name.masked} as "isMasked",
      case when ${name.masked} then null else (select e.reason from red_flag_event e where e.project_id = f.project_id and e.flag_id = f.id
        and e.kind = 'resolved' order by e.recorded_at desc, e.id desc limit 1) end as reason
    ${from} order by f.raised_at desc, f.id desc limit ${query.size} offset ${rowsBefore(query)}`);
  const { rows: sums } = await db.execute<{ total: number }>(sql`select count(*) as total ${from}`);
  const entries = await entriesOf(db, rows, actor);
  const shown = (e: Entry | undefined) => (e?.isSeen ? [entryOf(e)] : []);
  const items = rows.map(({ arrivalIds, facts, unitId, stage, side, isMasked, ...row }) => {
    const others = facts.elsewhere.flatMap((e) => shown(entries.get(`${e.projectId} ${e.arrivalId}`)));
    return {
      ...row,
      params: isMasked ? withoutNames(facts.params) : facts.params,
      rows: arrivalIds.flatMap((id) => shown(entries.get(`${row.projectId} ${id}`))),
      elsewhere: others,
      hidden: facts.elsewhere.length - others.length,
      can: { resolve: row.state === 'open' && may.resolve(actor, { unitId, stage, side }) },
    };
  });
  return { items, total: Number(sums[0]!.total) };
}

const entryOf = ({ projectId, projectName, arrivalId, arrivedOn, amountFen, voucherNo }: Entry) => ({
  projectId,
  projectName,
  arrivalId,
  arrivedOn,
  amountFen,
  voucherNo,
});

/** Who pays and how to reach them tells the investor. */
const withoutNames = (params: Row['facts']['params']) => ({ ...params, payer: null, contact: null });

async function entriesOf(db: Reader, flags: readonly Row[], actor: Actor): Promise<Map<string, Entry>> {
  const wanted = flags.flatMap((f) => [...f.arrivalIds.map((arrivalId) => ({ projectId: f.projectId, arrivalId })), ...f.facts.elsewhere]);
  if (!wanted.length) return new Map();
  const list = (field: 'projectId' | 'arrivalId') => sql.param(wanted.map((w) => w[field]));
  const name = shownName(actor);
  const { rows } = await db.execute<Entry>(sql`
    select p.id as "projectId", ${name.text} as "projectName", m.id as "arrivalId", m.arrived_on as "arrivedOn", m.amount_fen as "amountFen",
      m.voucher_no as "voucherNo", ${projectWhere(actor, 'p')} as "isSeen"
    from unnest(${list('projectId')}::uuid[], ${list('arrivalId')}::uuid[]) w(project_id, arrival_id) join project p on p.id = w.project_id
      left join arrival m on m.project_id = w.project_id and m.id = w.arrival_id`);
  return new Map(rows.map((r) => [`${r.projectId} ${r.arrivalId}`, r]));
}
