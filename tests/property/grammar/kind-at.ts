/** A kind of what the grammar draws, and the element by whose visit a run has met it. */
export type KindAt = readonly [kind: string, elementId: string];
