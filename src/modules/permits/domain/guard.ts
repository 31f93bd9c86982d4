import type { Day } from '../../../kernel/day.ts';
import { type Refusal, refuse } from '../../../kernel/refusal.ts';
import type { ActKind, PermitAct } from './act.ts';
import type { PermitRule } from './permit.ts';
import { type PermitState, type Standing, validUntil } from './standing.ts';

/** From which states each act goes on. */
const from: Readonly<Record<ActKind, readonly PermitState[]>> = {
  applied: ['waiting', 'told', 'declined', 'lapsed'],
  reviewed: ['waiting', 'applied', 'told'],
  told: ['applied'],
  accepted: ['waiting', 'applied'],
  filled: ['running', 'stopped'],
  stopped: ['running'],
  resumed: ['stopped'],
  granted: ['running'],
  declined: ['running'],
  extended: ['granted'],
  dropped: ['waiting', 'applied', 'told', 'declined', 'lapsed'],
  revived: ['dropped'],
  taken_back: ['waiting', 'applied', 'told', 'running', 'stopped', 'lapsed', 'granted', 'declined', 'dropped'],
};

/** What counts as accepted because nobody answered may still be accepted for the record. */
const isFrom = (kind: ActKind, { state, isDeemed, last }: Standing) =>
  from[kind].includes(state) || (kind === 'accepted' && isDeemed && last?.kind === 'applied');

/** What can happen next, by state and rule; who may do it is asked elsewhere. */
export function nextActs(standing: Standing, rule: PermitRule): ActKind[] {
  return (Object.keys(from) as ActKind[]).filter((kind) => isFrom(kind, standing) && fits(kind, standing, rule));
}
function fits(kind: ActKind, { last, gaps, extended, preReviewedOn, told }: Standing, rule: PermitRule): boolean {
  switch (kind) {
    case 'reviewed':
      return rule.mayPreReview && preReviewedOn === null;
    case 'told':
      return told === null;
    case 'filled':
      return gaps.length > 0;
    case 'extended':
      return rule.validMonths !== null && extended.length < rule.extensions;
    case 'taken_back':
      return last !== null;
    default:
      return true;
  }
}

type Judged = Readonly<{ today: Day; hasPromise: boolean }>;
/** May this be entered of an approval that stands so on its day? */
export function judge(act: PermitAct, standing: Standing, rule: PermitRule, { today, hasPromise }: Judged): true | Refusal {
  const last = standing.last?.happenedOn ?? null;
  if (act.on > today) return refuse('invalid', 'permit.in_future', { field: 'on', found: act.on, today });
  if (last !== null && act.on < last) return refuse('invalid', 'permit.before_last', { field: 'on', found: act.on, last });
  if (act.kind === 'told' && standing.told !== null) return refuse('rule', 'permit.told_once', { on: standing.told.on });
  if (act.kind === 'extended') return ofExtension(act, standing, rule);
  if (!isFrom(act.kind, standing)) return refuse('rule', 'permit.not_now', { act: act.kind, state: standing.state });
  return ofKind(act, standing, rule, hasPromise);
}

function ofKind(act: PermitAct, standing: Standing, rule: PermitRule, hasPromise: boolean): true | Refusal {
  switch (act.kind) {
    case 'accepted':
      return ofAcceptance(act, rule, hasPromise);
    case 'granted':
      return standing.gaps.length === 0 || refuse('rule', 'permit.gaps_open', { missing: standing.gaps });
    case 'filled':
      return (
        act.missing.every((m) => standing.gaps.includes(m)) ||
        refuse('invalid', 'permit.no_such_gap', { field: 'missing', missing: standing.gaps })
      );
    default:
      return fits(act.kind, standing, rule) || refuse('rule', 'permit.not_now', { act: act.kind, state: standing.state });
  }
}

type Acceptance = Extract<PermitAct, { kind: 'accepted' }>;
/** 容缺 and 告知承诺 where the item allows them, with a signed promise; what is missing, and by when it comes. */
function ofAcceptance({ mode, on, missing, until }: Acceptance, rule: PermitRule, hasPromise: boolean): true | Refusal {
  if (mode === 'full') return true;
  if (!(mode === 'lacking' ? rule.mayLack : rule.mayPromise)) return refuse('rule', 'permit.mode_not_allowed', { mode, name: rule.name });
  if (mode === 'lacking' && missing === null) return refuse('invalid', 'permit.missing_required', { field: 'missing' });
  if (mode === 'lacking' && (until === null || until <= on)) return refuse('invalid', 'permit.until_required', { field: 'until', on });
  return hasPromise || refuse('invalid', 'permit.promise_required', { field: 'uploadIds', mode });
}

type Extension = Extract<PermitAct, { kind: 'extended' }>;
/** 施工许可: asked for before it ends, at most so often, each at most so long (建筑法第九条). */
function ofExtension({ on, months }: Extension, standing: Standing, rule: PermitRule): true | Refusal {
  const until = validUntil(standing, rule);
  if (until === null) return refuse('rule', 'permit.nothing_to_extend', { name: rule.name });
  if (on > until) return refuse('rule', 'permit.expired', { until });
  if (standing.extended.length >= rule.extensions) return refuse('rule', 'permit.extended_enough', { most: rule.extensions });
  return months <= rule.extensionMonths || refuse('invalid', 'permit.extension_too_long', { field: 'months', most: rule.extensionMonths });
}
