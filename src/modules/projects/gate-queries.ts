import { and, asc, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import { CasingCache } from 'drizzle-orm/casing';
import { type Day, dayOf } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { currentRule, listRules } from '../reference/queries.ts';
import { askedAnew, builtInGate, type GateRow, GateRules, type PermitChoice } from './domain/gate.ts';
import type { GateShortfall, GateVersions } from './domain/gate-view.ts';
import { stageNo, stages } from './domain/stage.ts';
import { gateOn } from './queries.ts';
import { project } from './tables.ts';

const most = 100;
const casing = new CasingCache('snake_case');

/** What the room of approvals tells the gate: which there are, and which projects lack one on a day, over `project`. Wired in app/wiring.ts. */
export type GatePermits = Readonly<{
  choices: (db: Reader, day: Day) => Promise<PermitChoice[]>;
  lacking: (db: Reader, key: string, day: Day) => Promise<SQL>;
}>;

/** The gate in force today and every version that was published, newest first. */
export async function gateVersions(db: Reader, { choices }: GatePermits, now: Date): Promise<GateVersions> {
  const today = dayOf(now);
  const [{ rules, version }, { items }, permits] = await Promise.all([gateOn(db, today), listRules(db, 'stage-gate'), choices(db, today)]);
  return {
    version,
    rows: rules.rows,
    permits,
    versions: items.map(({ version: no, effectiveFrom, publishedAt }) => ({ version: no, effectiveFrom, publishedAt })),
  };
}

/**
 * What would come of another gate: for everything that it asks anew, the projects that have passed the stage already and lack
 * it. They keep the gate they passed; the list is for whoever wants it mended.
 */
export async function gateShortfall(db: Reader, after: GateRules, day: Day, permits: GatePermits): Promise<GateShortfall> {
  const published = await currentRule(db, 'stage-gate', day);
  const anew = askedAnew(published ? GateRules.parse(published.body) : builtInGate, after);
  const found: GateShortfall['asked'] = [];
  for (const row of anew) {
    const where = and(
      inArray(
        project.stage,
        stages.filter((s) => stageNo(s) >= stageNo(row.stage)),
      ),
      or(isNull(project.side), sql`${project.side} = 'suspended'`),
      'permit' in row ? await permits.lacking(db, row.permit.key, day) : lacks(row),
    );
    const count = await db.$count(project, where);
    const items = await db
      .select({ id: project.id, code: project.code, name: project.name, stage: project.stage })
      .from(project)
      .where(where)
      .orderBy(asc(project.code))
      .limit(most);
    found.push({ row, count, items });
  }
  return { asked: found };
}

function lacks(row: Exclude<GateRow, { fact: 'permit' }>): SQL {
  if ('field' in row) {
    const column = sql.identifier(casing.getColumnCasing(project[row.field]));
    return sql`(project.${column} is null or project.${column}::text = '') and not (${row.field} = any(project.withheld))`;
  }
  if (!('fact' in row)) return sql`false`;
  if (row.fact !== 'evidence') return lacksFact(row.fact);
  const scan = sql`(select s.verdict from file_scan s where s.sha256 = e.sha256 order by s.scanned_at desc, s.id desc limit 1)`;
  const enough = row.mustBeScanned ? sql`${scan} = 'clean'` : sql`${scan} is distinct from 'infected'`;
  return sql`not exists (select 1 from evidence e left join evidence_retraction r on r.evidence_id = e.id
    where e.project_id = project.id and r.evidence_id is null and e.kind = any(${sql.param(row.anyOf)}::text[]) and ${enough})`;
}

function lacksFact(fact: 'nationalCode' | 'investmentAgreement'): SQL {
  // The running copy of the first investment agreement's day.
  if (fact === 'investmentAgreement') return sql`project.signed_on is null`;
  return sql`not exists (select 1 from project_code c where c.project_id = project.id and c.scheme in ('national', 'national_old'))`;
}
