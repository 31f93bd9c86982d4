import * as z from 'zod';
import { type Actor, hasRole, roles } from '../../../kernel/actor.ts';
import { type Day, firstDayOf, type PartialDate } from '../../../kernel/day.ts';
import { type Refusal, refuse } from '../../../kernel/refusal.ts';
import type { ProjectRecord } from './record.ts';
import { isConfidentialStage, type Stage } from './stage.ts';

/** 开工 / 入库纳统 / 进规 / 投产: events of a project that authorities date each for themselves. */
export const dateEvents = ['started', 'natong', 'above_scale', 'production'] as const;
export type DateEvent = (typeof dateEvents)[number];
/** 建安类 / 设备购置类 / 开业: what a start is. */
export const startKinds = ['works', 'equipment', 'opening'] as const;
export type StartKind = (typeof startKinds)[number];

/** The dates of the record that are what the unit claims; 进规 has none there. */
export const claimedFields = { started: 'startedOn', natong: 'natongOn', production: 'productionOn' } as const satisfies Partial<
  Record<DateEvent, keyof ProjectRecord>
>;
type ClaimedField = (typeof claimedFields)[keyof typeof claimedFields];
export const claimedField = (event: DateEvent): ClaimedField | null => (event === 'above_scale' ? null : claimedFields[event]);

const event = z.enum(dateEvents);
/** Which authority recognises what, and who may write it down for it; and which date figures count starts and production by. */
export const AuthorityRules = z.strictObject({
  authorities: z.array(
    z.strictObject({ authority: z.string().min(1), events: z.array(event).min(1), roles: z.array(z.enum(roles)).min(1) }),
  ),
  /** 'claimed', or the authority whose date counts. */
  counts: z.strictObject({ started: z.string().min(1), production: z.string().min(1) }),
});
export type AuthorityRules = z.output<typeof AuthorityRules>;
/** As shipped: the promotion bureau recognises starts and production, statistics what enters its library; figures count what is claimed. */
export const builtInAuthorities: AuthorityRules = {
  authorities: [
    { authority: 'promotion', events: ['started', 'production'], roles: ['promotion_admin'] },
    { authority: 'statistics', events: ['started', 'natong', 'above_scale'], roles: ['statistics'] },
    { authority: 'development', events: ['started', 'natong'], roles: ['development'] },
    { authority: 'industry', events: ['above_scale', 'production'], roles: ['promotion_admin', 'development'] },
  ],
  counts: { started: 'claimed', production: 'claimed' },
};
export const authoritiesPreset = {
  kind: 'authority-dates',
  preset: 'zhuchao-2026',
  effectiveFrom: '2020-01-01',
  effectiveTo: null,
  body: builtInAuthorities,
};

/** May the actor write down what this authority says of this event? */
export const mayRecognise = (actor: Actor, rules: AuthorityRules, authority: string, of: DateEvent): boolean =>
  rules.authorities.some((a) => a.authority === authority && a.events.includes(of) && hasRole(actor, ...a.roles));

type Asked = Readonly<{
  event: DateEvent;
  authority: string | null;
  kind: StartKind | null;
  happenedOn: PartialDate | null;
  reason: string | null;
}>;
type Held = Readonly<{ happenedOn: PartialDate | null; kind: StartKind | null }> | null;

/**
 * Judges a date that is to be written down. A start says of what kind it is; a date that another takes the place of, or that is
 * taken back, says why. Authorities say nothing of projects still in talks.
 */
export function checkAuthorityDate(asked: Asked, held: Held, project: Readonly<{ stage: Stage }>, today: Day): true | Refusal {
  const { happenedOn, kind } = asked;
  if (isConfidentialStage(project.stage)) return refuse('rule', 'project.date_before_signing', { stage: project.stage });
  if (happenedOn && firstDayOf(happenedOn) > today)
    return refuse('invalid', 'project.date_in_future', { field: 'happenedOn', found: happenedOn });
  if (asked.event === 'started' && happenedOn && !kind) return refuse('invalid', 'project.start_kind_required', { field: 'kind' });
  return checkReplacing(asked, held ?? { happenedOn: null, kind: null });
}

function checkReplacing({ happenedOn, kind, reason }: Asked, standing: NonNullable<Held>): true | Refusal {
  if (!happenedOn && !standing.happenedOn) return refuse('invalid', 'project.date_required', { field: 'happenedOn' });
  if (standing.happenedOn === happenedOn && standing.kind === kind) return refuse('rule', 'project.date_stands', { found: happenedOn });
  if (standing.happenedOn && !reason?.trim()) return refuse('invalid', 'project.reason_required', { field: 'reason', kind: 'date' });
  return true;
}
