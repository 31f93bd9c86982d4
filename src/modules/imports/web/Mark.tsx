import type { ReactNode } from 'react';

export type Tone = 'good' | 'act' | 'look' | 'wrong' | 'plain';
/** A word or two about a row or a column, dark enough to read on its ground. */
export const Mark = ({ tone, children }: { tone: Tone; children: ReactNode }) => (
  <span className={`import-mark is-${tone}`}>{children}</span>
);
