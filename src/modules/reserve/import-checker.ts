import type { Finding, JudgedRow, MappedRow } from '../../kernel/import-row.ts';
import type { Reader } from '../../platform/db.ts';
import type { ImportAct, ImportChecker } from '../../platform/import-kind.ts';
import { unitsByName } from '../identity/queries.ts';
import type { NewIdea } from './domain/view.ts';
import { heldIdeas } from './import-queries.ts';
import { may } from './policy.ts';

type Units = ReadonlyMap<string, readonly string[]>;

/** Judges rows of ideas kept elsewhere: new ones; of a unit that has one of that name already, unchanged. */
export async function openIdeas(db: Reader, act: ImportAct): Promise<ImportChecker> {
  const units = await unitsByName(db);
  const seen = new Map<string, number>();
  const check = async (rows: readonly MappedRow[]): Promise<JudgedRow[]> => {
    const held = await heldIdeas(
      db,
      rows.map((r) => String(r.values['name'])),
    );
    return rows.map((row) => judge(row, { units, act, held, seen }));
  };
  return { check, finish: () => Promise.resolve({ judged: [], findings: [] }) };
}

type Known = Readonly<{ units: Units; act: ImportAct; held: ReadonlyMap<string, string>; seen: Map<string, number> }>;
function judge(row: MappedRow, { units, act, held, seen }: Known): JudgedRow {
  const { values, faulty } = row;
  if (faulty.length > 0 || ['name', 'theme', 'unit'].some((key) => values[key] === undefined)) return judged(row);
  const found = String(values['unit']);
  const ids = units.get(found) ?? [];
  if (ids.length !== 1) return judged(row, { code: ids.length ? 'idea.unit_ambiguous' : 'idea.unit_unknown', field: 'unit', found });
  if (!may.keep(act.actor, { unitId: ids[0]! })) return judged(row, { code: 'idea.may_not_keep', field: 'unit', found });
  const plan = planOf(row, ids[0]!);
  const key = `${plan.unitId} ${plan.name}`;
  const earlier = seen.get(key);
  if (earlier !== undefined) return judged(row, { code: 'idea.twice_in_file', field: 'name', details: { row: earlier } });
  seen.set(key, row.row);
  const same = held.get(key);
  return same ? { ...judged(row), outcome: 'unchanged', targetId: same } : { ...judged(row), plan };
}

function planOf({ values }: MappedRow, unitId: string): NewIdea {
  const text = (key: string) => (values[key] === undefined ? null : String(values[key]));
  const number = (key: string) => (values[key] === undefined ? null : Number(values[key]));
  return {
    name: String(values['name']),
    theme: String(values['theme']),
    unitId,
    place: text('place'),
    summary: text('summary'),
    totalFen: number('total'),
    landMu: text('land'),
    taxFen: number('tax'),
    jobs: number('jobs'),
  };
}

const judged = ({ row }: MappedRow, ...faults: readonly Finding[]): JudgedRow => ({
  row,
  outcome: 'new',
  targetId: null,
  changes: {},
  findings: [],
  plan: null,
  faults,
});
