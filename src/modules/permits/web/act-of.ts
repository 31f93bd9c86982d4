import type { AcceptMode, ActKind, PermitAct } from '../domain/act.ts';
import type { StopCause } from '../domain/clock.ts';

export type ActFields = Readonly<{
  on: string;
  words?: string;
  number?: string;
  missing?: string[];
  until?: string;
  cause?: StopCause;
  months?: number;
}>;
const orNull = (text: string | undefined) => text?.trim() || null;

type Filled = Readonly<{ on: string; words: string | null; reason: string; number: string | null; missing: string[] }>;
const simple = (kind: 'applied' | 'resumed') => (_: ActFields, f: Filled) => ({ kind, on: f.on, words: f.words });
const missing = (kind: 'told' | 'filled') => (_: ActFields, f: Filled) => ({ kind, on: f.on, missing: f.missing, words: f.words });
const numbered = (kind: 'reviewed' | 'granted') => (_: ActFields, f: Filled) => ({ kind, on: f.on, number: f.number, words: f.words });
const reasoned = (kind: 'declined' | 'dropped' | 'revived' | 'taken_back') => (_: ActFields, f: Filled) => ({
  kind,
  on: f.on,
  reason: f.reason,
});
const acts: Readonly<Record<ActKind, (fields: ActFields, filled: Filled, mode: AcceptMode) => PermitAct>> = {
  applied: simple('applied'),
  resumed: simple('resumed'),
  told: missing('told'),
  filled: missing('filled'),
  reviewed: numbered('reviewed'),
  granted: numbered('granted'),
  declined: reasoned('declined'),
  dropped: reasoned('dropped'),
  revived: reasoned('revived'),
  taken_back: reasoned('taken_back'),
  stopped: ({ cause }, { on, reason }) => ({ kind: 'stopped', on, cause: cause!, reason }),
  extended: ({ months = 1 }, { on, reason }) => ({ kind: 'extended', on, months, reason }),
  accepted: ({ until = null }, f, mode) => {
    const gaps = mode === 'lacking' ? { missing: f.missing, until } : { missing: null, until: null };
    return { kind: 'accepted', on: f.on, mode, ...gaps, words: f.words };
  },
};

/** What was filled in, as the act that it says. */
export function actOf(kind: ActKind, mode: AcceptMode, fields: ActFields): PermitAct {
  const words = orNull(fields.words);
  const filled = { on: fields.on, words, reason: words ?? '', number: orNull(fields.number), missing: fields.missing ?? [] };
  return acts[kind](fields, filled, mode);
}
