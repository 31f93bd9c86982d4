import { type Refusal, refuse } from '../../../kernel/refusal.ts';

/** District (区) → department (部门) / township (乡镇街道) / park (园区) → section (科室). */
export const unitKinds = ['district', 'department', 'township', 'park', 'section'] as const;
export type UnitKind = (typeof unitKinds)[number];
/** A person has one class; it decides which roles they may hold at all. */
export const roleClasses = ['business', 'system', 'security', 'audit'] as const;
export type RoleClass = (typeof roleClasses)[number];

const inside: Record<UnitKind, readonly UnitKind[]> = {
  // A city or county that grows downwards hangs whole districts below itself.
  district: ['district', 'department', 'township', 'park'],
  department: ['section'],
  township: ['section', 'park'],
  park: ['section'],
  section: ['section'],
};

/** May a unit of this kind stand directly below its parent? Without a parent only the district may stand. */
export function placed(kind: UnitKind, parent: UnitKind | null): UnitKind | Refusal {
  const fits = parent === null ? kind === 'district' : inside[parent].includes(kind);
  return fits ? kind : refuse('rule', 'unit.wrong_place', { kind, parent });
}
