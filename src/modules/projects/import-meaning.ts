import { type Actor, scopeOf } from '../../kernel/actor.ts';
import type { Finding, MappedRow, RuleFinding } from '../../kernel/import-row.ts';
import { type Meant, nothingMeant } from './domain/import-row.ts';
import type { Found, Lookups } from './import-lookup-queries.ts';

/** What the words of a row mean. Words that mean nothing here are kept in the remark, except the unit, which decides whose the row is. */
export type Read = Readonly<{
  meant: Meant;
  faults: readonly Finding[];
  findings: readonly RuleFinding[];
  words: readonly string[];
  isUnitRefused: boolean;
}>;

const labels: Readonly<Record<string, string>> = { person: '责任人', leader: '包联领导', park: '落地园区', industry: '行业' };

export class Meanings {
  readonly #lookups: Lookups;
  readonly #actor: Actor;
  constructor(lookups: Lookups, actor: Actor) {
    this.#lookups = lookups;
    this.#actor = actor;
  }

  read(row: MappedRow): Read {
    const faults: Finding[] = [];
    const findings: RuleFinding[] = [];
    const words: string[] = [];
    const unitId = this.#unit(row, faults);
    const near = unitId ?? this.#actor.unitId;
    const meant: Record<string, string | null> = { ...nothingMeant, unitId };
    const asks: readonly [string, keyof Meant, (word: string) => Found][] = [
      ['person', 'personId', (word) => this.#lookups.person(word, near)],
      ['leader', 'leaderId', (word) => this.#lookups.person(word, near)],
      ['park', 'parkId', (word) => this.#lookups.unit(word)],
      ['industry', 'industryCode', (word) => this.#lookups.industry(word)],
    ];
    for (const [field, into, ask] of asks) {
      const word = row.values[field];
      if (word === undefined) continue;
      const found = ask(String(word));
      meant[into] = found.id;
      if (found.id !== null) continue;
      findings.push({
        code: `project.${field}_${found.isAmbiguous ? 'ambiguous' : 'unknown'}`,
        field,
        found: String(word),
        severity: 'warn',
      });
      words.push(`${labels[field]}：${String(word)}`);
    }
    return { meant: meant as Meant, faults, findings, words, isUnitRefused: faults.length > 0 || row.faulty.includes('unit') };
  }

  #unit(row: MappedRow, faults: Finding[]): string | null {
    const word = row.values['unit'];
    if (word === undefined) return null;
    const found = this.#lookups.unit(String(word));
    const fault = (code: string) => void faults.push({ code, field: 'unit', found: String(word) });
    if (found.id === null) fault(found.isAmbiguous ? 'project.unit_ambiguous' : 'project.unit_unknown');
    else if (!this.#isOwn(found.id)) fault('project.unit_not_yours');
    return found.id;
  }
  #isOwn(unitId: string): boolean {
    const scope = scopeOf(this.#actor);
    return scope === 'all' || scope.includes(unitId);
  }
}
