import type { RuleFinding } from '../../kernel/import-row.ts';
import { lookAlikeFinding, type LookAlikes } from '../projects/import-lookalikes-contract.ts';
import { matchesOf, rulesOn, toldOf } from './candidate-queries.ts';
import type { DuplicateRules } from './domain/rules.ts';
import type { Level } from './domain/signs.ts';

const severityOf = (level: Level, rules: DuplicateRules) => (rules.blocks.includes(level) ? 'acknowledge' : 'warn');

/**
 * Whom the new rows of a list look like: told before anything is written, L1 and L2 to be answered with a reason. Places are not compared,
 * here as when the rows are entered: a ledger often gives all its projects one place, and each would look like every other.
 */
export const importedLookAlikes: LookAlikes = async (db, asked, actor, today) => {
  const rules = await rulesOn(db, today);
  const newcomers = asked.map(({ project: p, totalFen, cityCodes }) => ({
    name: p.name,
    investorName: p.investorName ?? null,
    investorUscc: p.investorUscc ?? null,
    investorId: null,
    industryCode: p.industryCode ?? null,
    totalFen,
    contactPhone: p.contactPhone ?? null,
    place: null,
    cityCodes,
  }));
  const found = await matchesOf(db, newcomers, rules);
  return found.map((matches, i): RuleFinding[] => {
    const { items, isElsewhere, isBlocked } = toldOf(matches, rules, actor);
    const own = items.slice(0, 1).map(({ level }): RuleFinding => ({
      code: `${lookAlikeFinding}${level.toLowerCase()}`,
      field: 'name',
      found: asked[i]!.project.name,
      expected: items
        .filter((c) => c.level === level)
        .slice(0, 3)
        .map((c) => `${c.code} ${c.name}`)
        .join('、'),
      severity: severityOf(level, rules),
    }));
    if (!isElsewhere) return own;
    const severity = isBlocked && !own.some((f) => f.severity === 'acknowledge') ? 'acknowledge' : 'warn';
    return [...own, { code: `${lookAlikeFinding}elsewhere`, field: 'name', found: asked[i]!.project.name, severity }];
  });
};
