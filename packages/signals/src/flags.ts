/**
 * The state of a node in bits, all of one node in its `flags`. A plain signal carries none of them.
 *
 * Numbers only: the build puts them where they are named (tsup.config.ts).
 */

/** An observer: something that it depends on may have changed since it was last brought up to date. */
export const Pending = 1;

/** A computed that was never evaluated: no look at its sources can spare the evaluation. */
export const Dirty = 2;

/** A node that is being checked or evaluated; whoever meets it again has closed a cycle. */
export const Running = 4;

/**
 * A computed that nobody observes. Its links are in no source's list, so nothing marks it and
 * nothing keeps it alive: it compares versions whenever it is read.
 */
export const Lazy = 8;

/** A computed whose last evaluation threw; its value is what was thrown. */
export const Failed = 16;

/** A computed. */
export const Derived = 32;

/** Whatever is queued, and what a mark ends at: an effect or a list of subscribers. */
export const Reaction = 64;

/** An effect that is over, though it may have to finish its current run. */
export const Disposed = 128;

/** What a computed carries that may have to be brought up to date: `Pending`, `Dirty` or `Lazy`. */
export const Unsure = 11;

/** What a computed carries that cannot just give its value: `Unsure`, `Running` or `Failed`. */
export const Unready = 31;

/** Above the flags stands how often a lazy computed was read after a write (see links.ts). */
export const Poll = 256;
