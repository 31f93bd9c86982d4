type Node = Readonly<{ id: string; parentId: string | null; orderNo: number; code: string }>;
export type InTree<U> = U & { /** 0 for the root. */ depth: number };

const byOrder = (a: Node, b: Node) => a.orderNo - b.orderNo || (a.code < b.code ? -1 : 1);

/** Units in establishment order (建制序): each parent before its children, siblings by order number, then by code. */
export function inEstablishmentOrder<U extends Node>(units: readonly U[]): InTree<U>[] {
  const children = childrenOf(units);
  const walk = (parentId: string | null, depth: number): InTree<U>[] =>
    (children.get(parentId) ?? []).toSorted(byOrder).flatMap((u) => [{ ...u, depth }, ...walk(u.id, depth + 1)]);
  return walk(null, 0);
}

/** The unit and everything below it. */
export function subtreeIds(units: readonly Node[], rootId: string): string[] {
  const children = childrenOf(units);
  const walk = (id: string): string[] => [id, ...(children.get(id) ?? []).flatMap((u) => walk(u.id))];
  return walk(rootId);
}

function childrenOf<U extends Node>(units: readonly U[]): Map<string | null, U[]> {
  return Map.groupBy(units, (u) => u.parentId);
}
