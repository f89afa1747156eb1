import { shownValue } from '../shown-value.ts';
import { PathLimitError } from './errors.ts';

/** What bounds the work of one evaluation. */
export interface PathLimits {
  /**
   * How many nodes an evaluation may visit, those inside of filters included: the bound of its time. Every
   * container that a wildcard, slice, filter or descent enters counts as many nodes as it has children.
   * 10,000,000 unless told; then an incremental query also keeps no more than about 2 GB.
   */
  readonly maxNodes?: number | undefined;
  /** How many levels `..` may descend: the bound of its memory. 1,000,000 unless told. */
  readonly maxDepth?: number | undefined;
}

/** @throws RangeError for a limit that would bound nothing without saying so: NaN, a text, a negative number */
export function requireLimits({ maxNodes = 0, maxDepth = 0 }: PathLimits): void {
  for (const [name, limit] of Object.entries({ maxNodes, maxDepth })) {
    if (!(typeof limit === 'number' && limit >= 0))
      throw new RangeError(`Expected 0 or more as ${name} but found ${shownValue(limit)}`);
  }
}

/** What an incremental query may keep unless `maxNodes` is given: about 2 GB, half of the usual heap. In items of a wide container. */
const MAX_KEPT = 16_000_000;

/** What a branch takes besides its items, in the same measure. */
const BRANCH = 3;

/**
 * One evaluation of a query: the document, and what is left of the limits. Sub-queries of filters share
 * it, so that the limits hold for the whole.
 *
 * Stable for use inside this package.
 */
export class Evaluation {
  readonly root: unknown;
  readonly maxDepth: number;
  /** How many calls of descents wait for each other, whichever query or filter they belong to. */
  level = 0;
  private readonly maxNodes: number;
  private remaining: number;
  private readonly maxKept: number;
  private room: number;
  private memo: Map<object, unknown> | undefined;
  /** Whether somebody has added enumerable properties to `Object.prototype`, which `for in` then shows. */
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

  /** Accounts for nodes, before they are visited. */
  visit(count: number): void {
    this.remaining -= count;
    if (this.remaining < 0) {
      throw new PathLimitError(`The query visits more than ${this.maxNodes} nodes (maxNodes)`);
    }
  }

  /** Accounts for what an incremental query keeps, before it is made: a branch with so many items. */
  keep(items: number): void {
    this.room -= items + BRANCH;
    if (this.room < 0) {
      throw new PathLimitError(
        'The query keeps too many nodes (a maxNodes of your own allows more)',
      );
    }
  }

  /** The limits hold anew; what was read from the root is kept. */
  restart(): void {
    this.remaining = this.maxNodes;
    this.room = this.maxKept;
  }

  /** How many nodes were visited so far. */
  get visited(): number {
    return this.maxNodes - this.remaining;
  }

  /** Accounts for a level that is about to be entered. */
  enter(depth: number): void {
    if (depth > this.maxDepth) {
      throw new PathLimitError(`The query descends more than ${this.maxDepth} levels (maxDepth)`);
    }
  }

  /** The result of an absolute sub-query, which is the same for every node: worked out once. */
  once<T>(key: object, evaluate: () => T): T {
    this.memo ??= new Map();
    if (!this.memo.has(key)) this.memo.set(key, evaluate());
    return this.memo.get(key) as T;
  }
}
