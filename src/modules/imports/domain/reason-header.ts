/** Columns added to the list of refused rows; never part of a ledger's own header. */
export const reasonHeaders = { zh: ['原行号', '退回原因'], en: ['Original row', 'Why refused'] } as const;
export const addedHeaders: readonly string[] = Object.values(reasonHeaders).flat();
