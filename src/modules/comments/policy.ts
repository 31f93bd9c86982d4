import { type Actor, inScope, isBusiness, mayKnowInvestor } from '../../kernel/actor.ts';

/** Only what decides. `isConfidential`: its investor is still in talks, and what people say about it names the investor. */
type Project = Readonly<{ unitId: string; isConfidential: boolean }>;
type May = (actor: Actor, project: Project) => boolean;

export const may = {
  watch: (a, p) => isBusiness(a) && inScope(a, p.unitId),
  read: (a, p) => isBusiness(a) && inScope(a, p.unitId) && (!p.isConfidential || mayKnowInvestor(a, p.unitId)),
} satisfies Record<string, May>;

/** Taken back by who wrote it, once. */
export const mayRetract = (actor: Actor, comment: Readonly<{ recordedBy: string; isRetracted: boolean }>) =>
  actor.id === comment.recordedBy && !comment.isRetracted;
