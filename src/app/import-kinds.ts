import type { ImportKind } from '../platform/import-kind.ts';

/** What can be imported, in the order the wizard offers it. */
export const importKinds: readonly ImportKind[] = [];
