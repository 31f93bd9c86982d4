import type { Fen } from '../../../kernel/money.ts';
import type { Outcome, Reason } from './verdict.ts';

/** Where a claim stands: its review is open, was returned to the unit, was taken back, or came through. */
export const claimStates = ['open', 'returned', 'withdrawn', 'approved'] as const;
export type ClaimState = (typeof claimStates)[number];
/** The most arrivals of one claim: what a person can look through at once. */
export const mostOfClaim = 200;

export type Said = Readonly<{ outcome: Outcome; reason: Reason; amountFen: Fen }>;
/** One arrival under one 口径: what its office said while the claim was under way, what is in force, what the rule proposes. */
export type Cell = Readonly<{ opinion: Said | null; inForce: Said | null; proposal: Said }>;

const isSame = (a: Said, b: Said | null) => b !== null && a.outcome === b.outcome && a.reason === b.reason && a.amountFen === b.amountFen;

/**
 * The verdict that an approved claim adds; null when what is in force stays. The word of the office goes before all; what was judged stays
 * judged; what is open is decided by the rule.
 */
export function settled({ opinion, inForce, proposal }: Cell): Said | null {
  if (opinion) return isSame(opinion, inForce) ? null : opinion;
  if (inForce && inForce.outcome !== 'pending') return null;
  return isSame(proposal, inForce) ? null : proposal;
}

type Signer = Readonly<{ role: string | null; personId: string }>;
/** Who answers for a verdict under a 口径: whoever signed in one of its offices, the last first. */
export const reviewerOf = (roles: readonly string[], signers: readonly Signer[]): string | null =>
  signers.find((s) => s.role !== null && roles.includes(s.role))?.personId ?? null;
