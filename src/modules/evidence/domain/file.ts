/** What a file can be evidence of. The room knows a subject only by its name; who may read it is wired in app/wiring.ts. */
export const evidenceSubjects = [
  'project',
  'agreement',
  'arrival',
  'investment',
  'stage_change',
  'authority_date',
  'milestone',
  'permit',
  'month_report',
  'problem',
  'supervision',
  'idea',
  'import',
  'paper',
] as const;
export type EvidenceSubject = (typeof evidenceSubjects)[number];
export type Subject = Readonly<{ subject: EvidenceSubject; subjectId: string; projectId: string | null }>;

/** What a file proves: the papers that recognition rules and gates ask for. */
export const evidenceKinds = [
  'agreement',
  'bank_receipt',
  'capital_verification',
  'invoice',
  'contract',
  'land',
  'construction_permit',
  'equipment_purchase',
  'opening',
  'completion_acceptance',
  'site_check',
  'site_photo',
  'licence',
  'approval',
  'commitment',
  'minutes',
  'appraisal',
  'split_certificate',
  'other',
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

// Marks that turn the direction of writing make "fdp.exe" look like "exe.pdf"; control characters hide what a name is.
const deceptive = /[\p{Cc}\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** The sender's name of a file made fit to be shown and kept: no path of any system, nothing invisible, at most 200 characters with its ending. */
export function cleanName(name: string): string {
  const last = name.split(/[\\/]/).at(-1)!.replace(deceptive, '').trim().normalize('NFC');
  const dot = last.lastIndexOf('.');
  const ending = dot > 0 ? last.slice(dot).slice(0, 20) : '';
  const stem = dot > 0 ? last.slice(0, dot) : last;
  return ([...stem].slice(0, 200 - ending.length).join('') || 'file') + ending;
}

type Use = Subject;
/** Where else the same bytes are used: in another project (or by something without one), only within the same project, or nowhere. */
export function sameFileScope(here: Subject, uses: readonly Use[]): 'elsewhere' | 'project' | null {
  const others = uses.filter((u) => u.subjectId !== here.subjectId || u.subject !== here.subject);
  if (others.length === 0) return null;
  return others.every((u) => u.projectId !== null && u.projectId === here.projectId) ? 'project' : 'elsewhere';
}
