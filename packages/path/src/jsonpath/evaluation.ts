import { shownValue } from '../shown-value.ts';
import { PathLimitError } from './errors.ts';

/** The limits of one evaluation. */
export interface PathLimits {
  /**
   * The number of nodes that an evaluation may visit, those in filters and in comparisons included. It bounds the time. A container
   * that a wildcard, filter or descent enters counts as many nodes as it has children, a slice as many as it selects.
   * By default 10,000,000; only then an incremental query also keeps no more than about 2 GB.
   */
  readonly maxNodes?: number | undefined;
  /** The number of levels that `..` may descend. It bounds the memory of a descent. By default 1,000,000. */
  readonly maxDepth?: number | undefined;
}

/** Validates limits. @throws RangeError for NaN, a negative number or another type, which would silently limit nothing */
export function requireLimits({ maxNodes = 0, maxDepth = 0 }: PathLimits): void {
  for (const [name, limit] of Object.entries({ maxNodes, maxDepth })) {
    if (!(typeof limit === 'number' && limit >= 0))
      throw new RangeError(`Expected 0 or more as ${name} but found ${shownValue(limit)}`);
  }
}

/** How many items an incremental query may keep unless `maxNodes` is given: about 2 GB, half of the usual heap. */
const MAX_KEPT = 16_000_000;

/** The memory of a branch itself, in items. */
const BRANCH = 3;

/**
 * The state of one evaluation of a query: the document, and what is left of the limits. The sub-queries of filters share it, so
 * that the limits hold for the evaluation as a whole.
 *
 * Stable for use inside this package.
 */
export class Evaluation {
  readonly root: unknown;
  readonly maxDepth: number;
  /** The number of nested calls of all recursive descents, those of filters included: all use the same call stack. */
  level = 0;
  private readonly maxNodes: number;
  private remaining: number;
  private readonly maxKept: number;
  /** How many items may still be kept. */
  private room: number;
  /** The results of `once`, by key. */
  private memo: Map<object, unknown> | undefined;
  /** Whether `Object.prototype` has enumerable properties of its own, which a `for in` over any object then visits. */
  readonly isPolluted: boolean;

  constructor(root: unknown, limits: PathLimits) {
    this.root = root;
    this.maxNodes = limits.maxNodes ?? 10_000_000;
    this.maxDepth = limits.maxDepth ?? 1_000_000;
    this.remaining = this.maxNodes;
    this.room = this.maxKept = limits.maxNodes === undefined ? MAX_KEPT : Infinity;
    this.memo = undefined;
    this.isPolluted = Object.keys(Object.prototype).length > 0;
  }

  /** Counts nodes that are about to be visited. @throws PathLimitError beyond `maxNodes` */
  visit(count: number): void {
    this.remaining -= count;
    if (this.remaining < 0) {
      throw new PathLimitError(`The query visits more than ${this.maxNodes} nodes (maxNodes)`);
    }
  }

  /** Counts a branch with this many items, which an incremental query is about to create. @throws PathLimitError beyond about 2 GB */
  keep(items: number): void {
    this.room -= items + BRANCH;
    if (this.room < 0) {
      throw new PathLimitError(
        'The query keeps too many nodes (a maxNodes of your own allows more)',
      );
    }
  }

  /** Resets what is left of the limits, but keeps the results of `once`. */
  restart(): void {
    this.remaining = this.maxNodes;
    this.room = this.maxKept;
  }

  /** The number of nodes visited so far. */
  get visited(): number {
    return this.maxNodes - this.remaining;
  }

  /** Checks the depth that a descent is about to enter. @throws PathLimitError beyond `maxDepth` */
  enter(depth: number): void {
    if (depth > this.maxDepth) {
      throw new PathLimitError(`The query descends more than ${this.maxDepth} levels (maxDepth)`);
    }
  }

  /** Returns the result of an absolute sub-query, which is the same for every node: evaluates it on the first call with a key. */
  once<T>(key: object, evaluate: () => T): T {
    this.memo ??= new Map();
    if (!this.memo.has(key)) this.memo.set(key, evaluate());
    return this.memo.get(key) as T;
  }
}
