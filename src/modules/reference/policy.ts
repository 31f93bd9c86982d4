import { type Actor, hasRole } from '../../kernel/actor.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';

type May = (actor: Actor) => boolean;
const isPromotionAdmin: May = (a) => hasRole(a, 'promotion_admin');

/** Facts are everybody's to read; the words and rules of the work belong to the promotion bureau. */
export const may = { editDictionary: isPromotionAdmin, editIndustry: isPromotionAdmin, publishRule: isPromotionAdmin } satisfies Record<
  string,
  May
>;

export const check = (act: keyof typeof may, actor: Actor): true | Refusal =>
  may[act](actor) || refuse('forbidden', 'session.role_may_not', { act });
