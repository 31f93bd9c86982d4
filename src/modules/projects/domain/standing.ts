/** What sums of standings are kept of. A project is in every kind that it fits. */
export type StandingKind = 'ledger' | 'signed' | 'opened' | 'produced' | 'arrived' | 'invested';

/** Totals (fen) from which on projects are told apart in the sums of investment: 100万 500万 1000万 2000万 3000万 5000万 1亿. */
export const totalBands = [1e8, 5e8, 1e9, 2e9, 3e9, 5e9, 1e10] as const;
/** Can projects below a threshold be told from the others by the sums alone? */
export const isBand = (fen: number) => fen === 0 || (totalBands as readonly number[]).includes(fen);
