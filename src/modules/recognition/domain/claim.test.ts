import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reviewerOf, type Said, settled } from './claim.ts';
import { outcomes } from './verdict.ts';

const counted: Said = { outcome: 'counted', reason: 'meets_rule', amountFen: 100 };
const part: Said = { outcome: 'counted', reason: 'part_counted', amountFen: 40 };
const out: Said = { outcome: 'left_out', reason: 'payer_local', amountFen: 0 };
const open: Said = { outcome: 'pending', reason: 'evidence_missing', amountFen: 0 };

describe('what an approved claim leaves behind', () => {
  test.each([
    ['nothing judged: the rule decides', { opinion: null, inForce: null, proposal: counted }, counted],
    ['pending: the rule decides', { opinion: null, inForce: open, proposal: counted }, counted],
    ['still pending for the same reason: nothing is added', { opinion: null, inForce: open, proposal: open }, null],
    ['judged before: it stays, whatever the rule says now', { opinion: null, inForce: out, proposal: counted }, null],
    ['the word of the office goes before the rule', { opinion: part, inForce: null, proposal: counted }, part],
    ['and before what is in force', { opinion: part, inForce: out, proposal: counted }, part],
    ['unless it says the same', { opinion: out, inForce: out, proposal: counted }, null],
  ])('%s', (_, cell, verdict) => {
    expect(settled(cell)).toEqual(verdict);
  });

  test('whatever stood, after it the word of the office stands, and nothing is open that the rule can decide', () => {
    const said = fc.record({
      outcome: fc.constantFrom(...outcomes),
      reason: fc.constantFrom('meets_rule' as const, 'judged_otherwise' as const),
      amountFen: fc.integer({ min: 0, max: 3 }),
    });
    const maybe = fc.option(said, { nil: null });
    fc.assert(
      fc.property(maybe, maybe, said, (opinion, inForce, proposal) => {
        const after = settled({ opinion, inForce, proposal }) ?? inForce;
        if (opinion) expect(after).toEqual(opinion);
        else if (proposal.outcome !== 'pending') expect(after?.outcome).not.toBe('pending');
        expect(after).not.toBeNull();
      }),
    );
  });

  test('it is signed by whoever signed in an office of the 口径, the last first', () => {
    const signers = [
      { role: 'finance', personId: 'c' },
      { role: null, personId: 'x' },
      { role: 'statistics', personId: 'b' },
      { role: 'promotion_admin', personId: 'a' },
    ];
    expect(reviewerOf(['auditor', 'finance'], signers)).toBe('c');
    expect(reviewerOf(['promotion_admin'], signers)).toBe('a');
    expect(reviewerOf(['development'], signers)).toBeNull();
  });
});
