import type { Role } from '../../../kernel/actor.ts';
import { type Refusal, refuse } from '../../../kernel/refusal.ts';
import type { Mode, StepRule } from './flow.ts';

export const statuses = ['open', 'approved', 'returned', 'withdrawn'] as const;
export type Status = (typeof statuses)[number];
export type Seat = Readonly<{
  no: number;
  role: Role | null;
  of: 'unit' | 'district';
  personId: string | null;
  /** 加签: must sign whatever the mode of the step. */
  isAdded: boolean;
  signedBy: string | null;
}>;
/** Where a review stands, with the seats of its step in its round. */
export type State = Readonly<{ status: Status; step: number; round: number; seats: readonly Seat[] }>;
type Steps = readonly StepRule[];

const seatsOf = (step: StepRule): Seat[] =>
  step.seats.map(({ role, of }, no) => ({ no, role, of, personId: null, isAdded: false, signedBy: null }));
const at = (steps: Steps, step: number, round: number): State => ({ status: 'open', step, round, seats: seatsOf(steps[step]!) });

/** Submitted for the first time. */
export const begin = (steps: Steps): State => at(steps, 0, 1);
/** Submitted again after it was returned to its submitter: from the first step on, nobody's earlier signature counts. */
export const again = (steps: Steps, { status, round }: State): State | Refusal =>
  status === 'returned' ? at(steps, 0, round + 1) : refuse('conflict', 'review.not_returned', { status });

const isSigned = (s: Seat) => s.signedBy !== null;
function isDone(mode: Mode, seats: readonly Seat[]): boolean {
  const [added, own] = [seats.filter((s) => s.isAdded), seats.filter((s) => !s.isAdded)];
  return added.every(isSigned) && (mode === 'any' ? own.some(isSigned) : own.every(isSigned));
}

/** The seats that wait for a signature now. */
export function waiting(steps: Steps, { status, step, seats }: State): Seat[] {
  if (status !== 'open') return [];
  const { mode } = steps[step]!;
  const open = seats.filter((s) => !isSigned(s));
  const own = open.filter((s) => !s.isAdded);
  if (mode === 'order') return [...own.slice(0, 1), ...open.filter((s) => s.isAdded)];
  const isEnough = mode === 'any' && seats.some((s) => !s.isAdded && isSigned(s));
  return open.filter((s) => s.isAdded || !isEnough);
}

const notOpen = ({ status }: State) => refuse('conflict', 'review.not_open', { status });
const notWaiting = () => refuse('conflict', 'review.seat_not_waiting');

/** A seat passes it; the last one needed takes it to the next step, or approves it. */
export function pass(steps: Steps, state: State, no: number, personId: string): State | Refusal {
  if (state.status !== 'open') return notOpen(state);
  if (!waiting(steps, state).some((s) => s.no === no)) return notWaiting();
  if (state.seats.some((s) => s.signedBy === personId)) return refuse('rule', 'review.already_signed');
  const seats = state.seats.map((s) => (s.no === no ? { ...s, signedBy: personId } : s));
  if (!isDone(steps[state.step]!.mode, seats)) return { ...state, seats };
  if (state.step + 1 < steps.length) return at(steps, state.step + 1, state.round);
  return { ...state, seats, status: 'approved' };
}

/** Back to an earlier step, or with null to the submitter. What was signed and said stays in the history; it begins anew from there. */
export function sendBack(steps: Steps, state: State, toStep: number | null): State | Refusal {
  if (state.status !== 'open') return notOpen(state);
  if (toStep === null) return { ...state, status: 'returned' };
  if (!Number.isInteger(toStep) || toStep < 0 || toStep >= state.step)
    return refuse('invalid', 'review.no_such_step', { field: 'toStep', step: state.step });
  return at(steps, toStep, state.round + 1);
}

/** A waiting seat is given to one person (转办). */
export function passOn(steps: Steps, state: State, no: number, personId: string): State | Refusal {
  if (state.status !== 'open') return notOpen(state);
  if (!waiting(steps, state).some((s) => s.no === no)) return notWaiting();
  return { ...state, seats: state.seats.map((s) => (s.no === no ? { ...s, personId } : s)) };
}

/** One person more has to sign the step (加签). */
export function addSeat(state: State, personId: string): State | Refusal {
  if (state.status !== 'open') return notOpen(state);
  if (state.seats.some((s) => s.personId === personId && s.signedBy === null)) return refuse('conflict', 'review.already_seated');
  const no = state.seats.length;
  return { ...state, seats: [...state.seats, { no, role: null, of: 'unit', personId, isAdded: true, signedBy: null }] };
}

/** Taken back by its submitter while nobody has decided. */
export const withdraw = (state: State): State | Refusal =>
  state.status === 'open' || state.status === 'returned' ? { ...state, status: 'withdrawn' } : notOpen(state);
