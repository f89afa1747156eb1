/**
 * The state of a node: the bits of its `flags`. A plain signal has none of them set.
 *
 * Every constant is a literal number, because the build inlines them where they are used
 * (tsup.config.ts).
 */

/**
 * An observer's mark: something that it depends on may have changed since it was last brought up to date.
 */
export const Pending = 1;

/**
 * A computed that must be evaluated without checking its sources first: it has no value yet, or its
 * sources cannot tell that it has to be evaluated again (it met a cycle, a stack overflow, or threw
 * before it read anything).
 */
export const Dirty = 2;

/**
 * A node that is being checked or evaluated. Reaching it again means that the dependencies form a cycle.
 */
export const Running = 4;

/**
 * A computed that nobody observes. Its links are in no source's observer list, so no mark reaches it and
 * no source keeps it alive. It compares versions when it is read.
 */
export const Lazy = 8;

/** A computed whose last evaluation threw; `current` holds what it threw. */
export const Failed = 16;

/** Every computed. */
export const Derived = 32;

/** A reaction, where marks end and which is queued: an effect or a list of plain subscribers. */
export const Reaction = 64;

/** An effect that was disposed of, though its current run may have yet to finish. */
export const Disposed = 128;

/** `Pending | Dirty | Lazy`: the computed may be stale. */
export const Unsure = 11;

/** `Unsure | Running | Failed`: a read cannot just return `current`. */
export const Unready = 31;

/** The bits from here on count how often a lazy computed was refreshed by a read (links.ts). */
export const Poll = 256;
