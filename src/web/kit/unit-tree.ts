/** A unit as pickers need it; the list comes in 建制序. */
export type UnitOption = Readonly<{ id: string; parentId: string | null; name: string }>;
export type UnitNode = { value: string; title: string; children: UnitNode[] };

/** The tree of a flat list, in its order. A unit whose parent is not in the list (out of the reader's scope) stands at the top. */
export function unitTree(units: readonly UnitOption[]): UnitNode[] {
  const nodes = new Map(units.map((u) => [u.id, { value: u.id, title: u.name, children: [] as UnitNode[] }]));
  const top: UnitNode[] = [];
  for (const u of units) {
    const parent = u.parentId === null ? undefined : nodes.get(u.parentId);
    (parent?.children ?? top).push(nodes.get(u.id)!);
  }
  return top;
}
