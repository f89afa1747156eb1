import type { Evaluation } from './evaluation.ts';

/**
 * The shapes of compiled code. All of it is closures; a query is a chain of them, each of which knows
 * what comes behind it.
 *
 * Stable for use inside this package.
 */

/** A value that is read for a node: what a singular query or a function gives, `undefined` for Nothing. */
export type Getter = (node: unknown, run: Evaluation) => unknown;

/** A logical expression, asked about a node. */
export type Predicate = (node: unknown, run: Evaluation) => boolean;

/**
 * The rest of a query behind a node: adds what it selects to `out`, in order. The answer is whether enough
 * was found, which ends every loop on the way: a test of existence needs one node.
 */
export type Step = (node: unknown, out: unknown[], run: Evaluation) => boolean;

/** An operator of comparisons. */
export type Comparator = (left: unknown, right: unknown, run: Evaluation) => boolean;
