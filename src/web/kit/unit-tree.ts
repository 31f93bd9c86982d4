/** A unit as pickers need it; the list comes in 建制序. */
export type UnitOption = Readonly<{ id: string; parentId: string | null; name: string }>;
export type PlacedUnit = UnitOption &
  Readonly<{ depth: number; /** From the top to the unit: '东川区 / 柳河镇 / 经济办'. */ path: string }>;

/** The units as a tree read from top to bottom, in their order. A unit whose parent is not in the list (out of the reader's scope) stands at the top. */
export function unitTree(units: readonly UnitOption[]): PlacedUnit[] {
  const known = new Set(units.map((u) => u.id));
  const below = Map.groupBy(units, (u) => (u.parentId !== null && known.has(u.parentId) ? u.parentId : null));
  const place = (parent: PlacedUnit | null): PlacedUnit[] =>
    (below.get(parent?.id ?? null) ?? []).flatMap((u) => {
      const here = { ...u, depth: parent ? parent.depth + 1 : 0, path: parent ? `${parent.path} / ${u.name}` : u.name };
      return [here, ...place(here)];
    });
  return place(null);
}
