/** The state of an entry, one bit each. */

/** The container, or one below, was written since somebody last saw this one. */
export const Dirty = 1;
/** The container is ours: copied since somebody last saw it, so that it is edited in place. */
export const Owned = 2;
/** In the parent's queue: the parent's slot does not hold this entry's container. */
export const Queued = 4;
/** A wide container that was written since the last sweep: its Map is worth keeping. */
export const Recent = 8;
/** Its original is kept whatever it turns out to be (`originals.ts`). */
export const Kept = 16;
