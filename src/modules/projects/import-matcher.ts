import type { Finding, MappedRow, RuleFinding } from '../../kernel/import-row.ts';
import type { ImportAct } from '../../platform/import-kind.ts';
import type { Reader } from '../../platform/db.ts';
import { codesOf, housePattern, type RowCode } from './domain/import-row.ts';
import { nameKey } from '../../kernel/name-key.ts';
import { keyOf, takenCodes } from './import-queries.ts';
import { codesHeld } from './import-lookup-queries.ts';
import { projectsByCodes, projectsByNameKeys } from './queries.ts';

/** Which project a row is about, what codes it would add, and what is wrong with saying so. */
export type Match = Readonly<{
  targetId: string | null;
  newCodes: readonly RowCode[];
  faults: readonly Finding[];
  findings: readonly RuleFinding[];
}>;
export type ToMatch = Readonly<{ row: MappedRow; unitId: string | null; today: string }>;

type Candidate = Awaited<ReturnType<typeof projectsByNameKeys>>[number];
type Held = Readonly<{ scheme: string; code: string }>;
type Wanted = Readonly<{
  row: MappedRow;
  unitId: string | null;
  name: string;
  codes: readonly RowCode[];
  house: string | null;
  faults: readonly Finding[];
  findings: readonly RuleFinding[];
}>;
type Earlier = Readonly<{ row: number; codes: readonly RowCode[] }>;

/** Does the other already carry a different code of the same authority? Then it is another project of the same name. */
const contradicts = (codes: readonly RowCode[], held: readonly Held[]) =>
  codes.some((c) => held.some((h) => h.scheme === c.scheme) && !held.some((h) => h.scheme === c.scheme && h.code === c.code));

/**
 * Finds the project of each row: by any code, else by its look-alike name within the unit. Remembers the file's earlier rows, so
 * that a project told twice in one file is not taken for one that the book holds.
 */
export class Matcher {
  readonly #db: Reader;
  readonly #act: ImportAct;
  readonly #byTarget = new Map<string, number>();
  readonly #byCode = new Map<string, number>();
  readonly #byName = new Map<string, Earlier[]>();

  constructor(db: Reader, act: ImportAct) {
    this.#db = db;
    this.#act = act;
  }

  async match(rows: readonly ToMatch[]): Promise<Match[]> {
    const wanted = rows.map(wantedOf);
    const codes = wanted.flatMap((w) => [...w.codes.map((c) => c.code), ...(w.house === null ? [] : [w.house])]);
    const found = Map.groupBy(codes.length > 0 ? await projectsByCodes(this.#db, codes, this.#act.actor) : [], (m) => m.code);
    const taken = await takenCodes(
      this.#db,
      wanted.flatMap((w) => [...w.codes, ...houseCode(w)]),
    );
    const names = wanted.flatMap((w) => (w.name === '' ? [] : [nameKey(w.name) || w.name]));
    const alike = Map.groupBy(await projectsByNameKeys(this.#db, names, this.#act.actor), (p) => p.nameKey);
    const candidates = new Set([...[...alike.values()].flat().map((c) => c.id), ...[...found.values()].flat().map((m) => m.projectId)]);
    const held = await codesHeld(this.#db, [...candidates]);
    return wanted.map((w) => {
      const byCode = idsByCode(w, found);
      const settled =
        byCode.size > 0 ? this.#byCodes(w, byCode, held) : this.#byNames(w, alike.get(nameKey(w.name) || w.name) ?? [], held, taken);
      return this.#once(w, settled);
    });
  }

  #byCodes(w: Wanted, ids: ReadonlySet<string>, held: ReadonlyMap<string, Held[]>): Match {
    const [targetId] = ids;
    if (ids.size > 1)
      return {
        targetId: null,
        newCodes: [],
        faults: [
          ...w.faults,
          fault('project.codes_disagree', w.codes[0]?.field ?? 'code', { found: w.codes.map((c) => c.code).join('、') }),
        ],
        findings: w.findings,
      };
    const own = held.get(targetId!) ?? [];
    const newCodes = [...w.codes, ...houseCode(w)].filter((c) => !own.some((h) => h.scheme === c.scheme && h.code === c.code));
    const second = newCodes.filter((c) => own.some((h) => h.scheme === c.scheme));
    const told = second.map((c) => ({ ...fault('project.second_code', c.field, { found: c.code }), severity: 'acknowledge' as const }));
    return { targetId: targetId!, newCodes, faults: w.faults, findings: [...w.findings, ...told] };
  }

  #byNames(w: Wanted, alike: readonly Candidate[], held: ReadonlyMap<string, Held[]>, taken: ReadonlySet<string>): Match {
    const codes = [...w.codes, ...houseCode(w)];
    const faults = [
      ...w.faults,
      ...codes.filter((c) => taken.has(keyOf(c))).map((c) => fault('project.code_taken', c.field, { found: c.code })),
      ...(w.house !== null && housePattern.test(w.house) ? [fault('project.code_unknown', 'code', { found: w.house })] : []),
    ];
    const same = alike.filter((c) => c.unitId === w.unitId && !contradicts(codes, held.get(c.id) ?? []));
    const others = alike.filter((c) => !same.includes(c));
    const told: RuleFinding[] =
      others.length > 0
        ? [
            {
              ...fault('project.same_name', 'name', { found: w.name, details: { codes: others.map((c) => c.code).slice(0, 5) } }),
              severity: 'warn',
            },
          ]
        : [];
    if (same.length > 1)
      faults.push(fault('project.ambiguous', 'name', { found: w.name, details: { codes: same.map((c) => c.code).slice(0, 10) } }));
    const targetId = same.length === 1 ? same[0]!.id : null;
    return { targetId, newCodes: codes, faults, findings: [...w.findings, ...told] };
  }

  /** Twice in the file: by the project it is, by a code, or by name within the unit where no code says otherwise. */
  #once(w: Wanted, match: Match): Match {
    const codes = [...w.codes, ...houseCode(w)];
    const place = `${w.unitId} ${nameKey(w.name) || w.name}`;
    const namesakes = w.name === '' ? [] : (this.#byName.get(place) ?? []);
    const byCode = codes.find((c) => this.#byCode.has(keyOf(c)));
    const earlier = this.#rowOfProject(match.targetId) ?? (byCode && this.#byCode.get(keyOf(byCode))) ?? twinOf(codes, namesakes, match);
    this.#remember(w.row.row, match.targetId, codes);
    if (w.name !== '') this.#byName.set(place, [...namesakes.slice(0, 20), { row: w.row.row, codes }]);
    if (earlier !== undefined) {
      const found = byCode ? { field: byCode.field, found: byCode.code } : { field: 'name', found: w.name };
      return { ...match, faults: [...match.faults, { code: 'project.twice_in_file', ...found, details: { row: earlier } }] };
    }
    return namesakes.length === 0 || match.targetId !== null
      ? match
      : { ...match, findings: [...match.findings, sameName(w.name, namesakes[0]!.row)] };
  }
  #rowOfProject = (id: string | null) => (id === null ? undefined : this.#byTarget.get(id));
  #remember(row: number, targetId: string | null, codes: readonly RowCode[]) {
    if (targetId !== null && !this.#byTarget.has(targetId)) this.#byTarget.set(targetId, row);
    for (const code of codes) if (!this.#byCode.has(keyOf(code))) this.#byCode.set(keyOf(code), row);
  }
}

const twinOf = (codes: readonly RowCode[], namesakes: readonly Earlier[], { targetId }: Match): number | undefined =>
  targetId !== null ? undefined : namesakes.find((e) => !contradicts(codes, e.codes) && (codes.length === 0 || e.codes.length === 0))?.row;
const sameName = (found: string, row: number): RuleFinding => ({
  code: 'project.same_name_in_file',
  field: 'name',
  found,
  details: { row },
  severity: 'warn',
});
const fault = (code: string, field: string, more: Partial<Finding>): Finding => ({ code, field, ...more });

function wantedOf({ row, unitId, today }: ToMatch): Wanted {
  const { codes, house, faults } = codesOf(row, today);
  // A national code that cannot be one keeps the row out, unless the rules say to take it as a code of another kind.
  const findings = faults.map(({ field, refusal }): RuleFinding => ({
    ...fault(refusal.code, field, { found: String(row.values[field]) }),
    severity: 'refuse',
  }));
  const asOther = faults.map(({ field }): RowCode => ({ field, scheme: 'other', code: String(row.values[field]) }));
  return { row, unitId, name: String(row.values['name'] ?? ''), codes: [...codes, ...asOther], house, faults: [], findings };
}

/** A code in the column of our own codes that is none of ours was given by somebody else. */
const houseCode = ({ house }: Pick<Wanted, 'house'>): RowCode[] =>
  house === null || housePattern.test(house) ? [] : [{ field: 'code', scheme: 'other', code: house }];

type Matches = ReadonlyMap<string, readonly { scheme: string; projectId: string }[]>;
function idsByCode(w: Wanted, found: Matches): Set<string> {
  const ids = new Set<string>();
  for (const { scheme, code } of w.codes) {
    for (const m of found.get(code) ?? [])
      if (m.scheme === scheme || (m.scheme === 'internal' && housePattern.test(code))) ids.add(m.projectId);
  }
  if (w.house !== null) for (const m of found.get(w.house) ?? []) ids.add(m.projectId);
  return ids;
}
