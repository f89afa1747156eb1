/** The state of an entry, one bit each. */

/** The container, or one below it, was written since the entry was last settled (`settle` of `entry-graph.ts`). */
export const Dirty = 1;
/** The container was copied since the entry was last settled. Nobody outside holds it, so it is edited in place. */
export const Owned = 2;
/** The entry is in its parent's queue: the parent's slot is stale, since it does not hold this entry's container. */
export const Queued = 4;
/** A wide object that was written since the last sweep (`overlay.ts`): its Map is worth keeping. */
export const Recent = 8;
/** `originals.ts` tracks the entry: settling it does not discard its `original`. */
export const Kept = 16;
/** A memo needs the entry: it survives the sweep that is running. */
export const Used = 32;
