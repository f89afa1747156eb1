import type { Pointer } from '../pointer.ts';

/** A node that is in the nodelist now and was not before. */
export interface AddedNode {
  /** Where it is in the nodelist now. */
  readonly index: number;
  readonly pointer: Pointer;
  readonly value: unknown;
}

/** A node that was in the nodelist and is not any more. */
export interface RemovedNode {
  /** Where it was in the nodelist before. */
  readonly index: number;
  /** Where it was in the document before. */
  readonly pointer: Pointer;
  /** What it was. */
  readonly value: unknown;
}

/** A node that has another value than before. */
export interface ChangedNode {
  /** Where it is in the nodelist now. */
  readonly index: number;
  readonly pointer: Pointer;
  readonly value: unknown;
  readonly previous: unknown;
}

/** A node that is elsewhere in the document, or was put into another place among its siblings. */
export interface MovedNode {
  /** Where it is in the nodelist now. */
  readonly index: number;
  readonly pointer: Pointer;
  readonly value: unknown;
  /** Where it was in the nodelist before. */
  readonly fromIndex: number;
  /** Where it was in the document before. */
  readonly from: Pointer;
}

/** A delta was asked for its moved nodes too late: the order from before is gone. */
export class StaleDeltaError extends Error {
  override readonly name = 'StaleDeltaError';
  readonly code = 'STALE_DELTA';

  constructor() {
    super('The moved nodes of a delta must be read before the query takes further changes');
  }
}

/**
 * What one call of `IncrementalQuery.apply` did to the nodelist. All lists are in the order of `index`.
 *
 * Taking the nodes of `removed` out of the old nodelist by their old index, and those of `moved` by `fromIndex`, and then putting
 * the nodes of `added` and `moved` in by their index, gives the new nodelist: the others keep their order.
 *
 * | | cost |
 * | --- | --- |
 * | `added`, `removed`, `changed` | there already |
 * | `moved` | nothing where no element was shifted; otherwise O(length of the nodelist × log n) when it is first read |
 */
export class QueryDelta {
  readonly added: readonly AddedNode[];
  readonly removed: readonly RemovedNode[];
  readonly changed: readonly ChangedNode[];
  #findMoved: (() => readonly MovedNode[]) | undefined;
  #moved: readonly MovedNode[] | undefined;

  constructor(
    added: readonly AddedNode[],
    removed: readonly RemovedNode[],
    changed: readonly ChangedNode[],
    findMoved: (() => readonly MovedNode[]) | undefined,
  ) {
    this.added = added;
    this.removed = removed;
    this.changed = changed;
    this.#findMoved = findMoved;
    this.#moved = findMoved === undefined ? [] : undefined;
  }

  /**
   * The nodes that stayed and have another pointer, or were put into another place among their siblings. Worked out when it is first read,
   * since one insertion at the head of an array moves all of it, and few ask for that.
   *
   * @throws StaleDeltaError when it is first read after the query took further changes
   */
  get moved(): readonly MovedNode[] {
    this.#moved ??= this.#findMoved?.() ?? [];
    this.#findMoved = undefined;
    return this.#moved;
  }

  /** Whether nothing in the nodelist is different, neither values nor locations. */
  get isEmpty(): boolean {
    return this.added.length + this.removed.length + this.changed.length + this.moved.length === 0;
  }
}
