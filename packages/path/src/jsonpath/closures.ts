import type { Evaluation } from './evaluation.ts';

/**
 * The types of the closures that queries are compiled to. A query is a chain of steps; each step calls the next one for every
 * node that it selects (continuation-passing style).
 *
 * Stable for use inside this package.
 */

/** Returns a value for a node: the result of a singular query or of a function, `undefined` for Nothing. */
export type Getter = (node: unknown, run: Evaluation) => unknown;

/** Evaluates a logical expression for a node. */
export type Predicate = (node: unknown, run: Evaluation) => boolean;

/**
 * Runs the rest of a query from a node, and appends what it selects to `out`, in order. Returns true if the evaluation can stop
 * (a test for existence needs one node); then every loop on the way returns at once.
 */
export type Step = (node: unknown, out: unknown[], run: Evaluation) => boolean;

/** Compares two values. */
export type Comparator = (left: unknown, right: unknown, run: Evaluation) => boolean;
