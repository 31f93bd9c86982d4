import type { NoticeKind } from './kind.ts';

/** Minutes to wait after the first, second, … failure; after the last of them it is given up and shown as failed. */
const patience = [1, 5, 30, 120, 720] as const;
export const maxTries = patience.length + 1;

/** Minutes to wait after so many tries that failed, or null when it is given up. */
export const waitAfter = (tries: number): number | null => patience[tries - 1] ?? null;

/** Up to so many notices are listed one by one in a message; more become one digest by kind. */
export const listedAtMost = 5;
export type Line = Readonly<{ kind: NoticeKind; link: string }>;
export type Digest = Readonly<{
  total: number;
  isDigest: boolean;
  lines: readonly Line[];
  counts: readonly (readonly [NoticeKind, number])[];
}>;

/** What a message to one person says about these notices. */
export function digestOf(notices: readonly Line[]): Digest {
  const isDigest = notices.length > listedAtMost;
  const counts = new Map<NoticeKind, number>();
  for (const { kind } of notices) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return { total: notices.length, isDigest, lines: isDigest ? [] : notices, counts: [...counts] };
}
