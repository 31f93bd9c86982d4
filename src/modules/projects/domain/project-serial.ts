/** The house's own code of a project: year of registration and number within it, 'XM2026-000123'. */
export const projectSerial = (year: string, no: number) => `XM${year}-${String(no).padStart(6, '0')}`;
