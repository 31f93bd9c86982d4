/** What a file can be evidence of. The room knows a subject only by its name; who may read it is wired in app/wiring.ts. */
export const evidenceSubjects = ['project', 'agreement', 'arrival', 'investment', 'stage_change', 'import', 'paper'] as const;
export type EvidenceSubject = (typeof evidenceSubjects)[number];
