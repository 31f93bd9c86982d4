import { useSyncExternalStore } from 'react';
import type { AmountUnit } from '../../kernel/money.ts';

export const amountChoices = ['auto', '元', '万元', '亿元'] as const;
/** How this reader wants amounts shown; 'auto' takes the unit that fits each amount. */
export type AmountChoice = (typeof amountChoices)[number];

const storageKey = 'zhuchao.amount';
const listeners = new Set<() => void>();
const stored = globalThis.localStorage?.getItem(storageKey);
let current: AmountChoice = amountChoices.find((c) => c === stored) ?? 'auto';

export function setAmountChoice(choice: AmountChoice) {
  current = choice;
  localStorage.setItem(storageKey, choice);
  for (const listener of listeners) listener();
}
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const useAmountChoice = (): AmountChoice => useSyncExternalStore(subscribe, () => current);

/** The unit that fits one amount: 亿元 from one 亿, 万元 from one 万. */
export function fittingUnit(fen: number): AmountUnit {
  const size = Math.abs(fen);
  if (size >= 1e10) return '亿元';
  return size >= 1e6 ? '万元' : '元';
}
