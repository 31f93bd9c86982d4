/** A project in charge or led, a seat of a review that waits, a returned review to be submitted again. Drafts stay with their writer. */
export const itemKinds = ['person', 'leader', 'seat', 'returned'] as const;
export type ItemKind = (typeof itemKinds)[number];
export const projectKinds = ['person', 'leader'] as const satisfies readonly ItemKind[];

/** One thing of somebody's work, as it is asked for. */
export type Wanted = Readonly<{ kind: ItemKind; id: string }>;
export const keyOf = ({ kind, id }: Wanted) => `${kind} ${id}`;
