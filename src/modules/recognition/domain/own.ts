import type { Fen } from '../../../kernel/money.ts';
import { type Refusal, refuse } from '../../../kernel/refusal.ts';
import type { Said } from './claim.ts';
import type { Outcome, ownReasons } from './verdict.ts';

/** What somebody says who judges otherwise than the rule proposes. */
export type Own = Readonly<{ outcome: Outcome; reason: (typeof ownReasons)[number]; amountFen: Fen }>;
type Judging = Readonly<{ own: Own | null; proposal: Said; arrival: Readonly<{ id: string; amountFen: Fen }>; remark: string | null }>;

/** The rule's word, or one's own: then with words, and counting no more than arrived. */
export function judged({ own, proposal, arrival, remark }: Judging): Said | Refusal {
  if (!own) return proposal;
  if (!remark?.trim()) return refuse('invalid', 'verdict.remark_required', { field: 'remark' });
  if (own.outcome !== 'counted') return { ...own, amountFen: 0 };
  if (!isPartOf(own.amountFen, arrival.amountFen))
    return refuse('rule', 'verdict.amount_beyond_arrival', { id: arrival.id, amountFen: own.amountFen, arrivedFen: arrival.amountFen });
  return own;
}

/** Of the same sign as the whole, not nothing, and no more than it. */
const isPartOf = (part: Fen, whole: Fen) => (whole > 0 ? part > 0 && part <= whole : part < 0 && part >= whole);
