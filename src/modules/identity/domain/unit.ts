/** District (区) → department (部门) / township (乡镇街道) / park (园区) → section (科室). */
export const unitKinds = ['district', 'department', 'township', 'park', 'section'] as const;
export type UnitKind = (typeof unitKinds)[number];
/** A person has one class; it decides which roles they may hold at all. */
export const roleClasses = ['business', 'system', 'security', 'audit'] as const;
export type RoleClass = (typeof roleClasses)[number];
