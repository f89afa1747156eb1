import type { Pointer } from '../pointer.ts';

/** A node that is in the nodelist now and was not before. */
export interface AddedNode {
  /** Where it is in the nodelist now. */
  readonly index: number;
  /** Where it is in the document now. */
  readonly pointer: Pointer;
  /** What it is now. */
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
  /** Where it is in the document now. */
  readonly pointer: Pointer;
  /** What it is now. */
  readonly value: unknown;
  /** What it was before. */
  readonly previous: unknown;
}

/** A node that is elsewhere in the document, or a member that was put into another place among its siblings. */
export interface MovedNode {
  /** Where it is in the nodelist now. */
  readonly index: number;
  /** Where it is in the document now. */
  readonly pointer: Pointer;
  /** What it is now. */
  readonly value: unknown;
  /** Where it was in the nodelist before. */
  readonly fromIndex: number;
  /** Where it was in the document before. */
  readonly from: Pointer;
}

/**
 * How far the nodes that stayed have moved: `none` where `moved` is empty; `places` where they may have other pointers, and
 * stand in the same order among themselves; `order` where that order may be another one too. Where nothing was added, removed or
 * changed, the latter two say that something has moved.
 */
export type QueryShift = 'none' | 'places' | 'order';

/**
 * A delta was asked for its moved nodes too late: the order from before is gone.
 *
 * @example
 * ```ts
 * import { IncrementalQuery, StaleDeltaError } from '@data-map/path';
 * const list = ['a'];
 * const query = new IncrementalQuery('$[*]', { getAt: (at) => (at[0] === undefined ? list : list[Number(at[0])]) });
 * list.unshift('b');
 * const delta = query.apply([{ op: 'add', segments: [0] }]);
 * query.apply([]);
 * try {
 *   console.log(delta.moved);
 * } catch (error) {
 *   console.log(error instanceof StaleDeltaError && error.code); // -> STALE_DELTA
 * }
 * ```
 */
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
 * | `added`, `removed`, `changed`, `shift` | there already |
 * | `moved` | O(1) where no element was shifted; otherwise O(length of the nodelist × log n) when it is first read |
 *
 * @example
 * ```ts
 * import { IncrementalQuery } from '@data-map/path';
 * const list = ['a', 'b'];
 * const query = new IncrementalQuery('$[*]', { getAt: (at) => (at[0] === undefined ? list : list[Number(at[0])]) });
 * list.shift();
 * const { removed, moved } = query.apply([{ op: 'remove', segments: [0] }]);
 * console.log(removed); // -> [ { index: 0, pointer: '/0', value: 'a' } ]
 * console.log(moved.map(({ from, pointer }) => [from, pointer])); // -> [ [ '/1', '/0' ] ]
 * ```
 */
export class QueryDelta {
  /** What came into the nodelist. */
  readonly added: readonly AddedNode[];
  /** What went out of it. */
  readonly removed: readonly RemovedNode[];
  /** What stayed, and has another value. */
  readonly changed: readonly ChangedNode[];
  /** What `moved` can hold, known without listing it. */
  readonly shift: QueryShift;
  #findMoved: (() => readonly MovedNode[]) | undefined;
  #moved: readonly MovedNode[] | undefined;

  /** Called by `IncrementalQuery.apply`. */
  constructor(
    added: readonly AddedNode[],
    removed: readonly RemovedNode[],
    changed: readonly ChangedNode[],
    shift: QueryShift = 'none',
    findMoved?: () => readonly MovedNode[],
  ) {
    this.added = added;
    this.removed = removed;
    this.changed = changed;
    this.shift = shift;
    this.#findMoved = findMoved;
    this.#moved = findMoved === undefined ? [] : undefined;
  }

  /**
   * The nodes that stayed and have another pointer, or lie in a member that now stands elsewhere among its siblings. An element that is
   * back at its index in the end has not moved. Worked out when it is first read: one insertion at the head of an array moves all its
   * elements, and few ask for them.
   *
   * @throws StaleDeltaError when it is first read after the query took further changes
   */
  get moved(): readonly MovedNode[] {
    this.#moved ??= this.#findMoved?.() ?? [];
    this.#findMoved = undefined;
    return this.#moved;
  }

  /** Whether nothing in the nodelist is different, neither values nor locations. O(1). */
  get isEmpty(): boolean {
    const { added, removed, changed, shift } = this;
    return added.length + removed.length + changed.length === 0 && shift === 'none';
  }
}
