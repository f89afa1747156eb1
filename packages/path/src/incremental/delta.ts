import type { Pointer } from '../pointer.ts';

/** The shared list for deltas in which nothing was added, removed, changed or moved. */
export const NONE: readonly never[] = /* @__PURE__ */ Object.freeze([]);

/** A node that entered the nodelist. */
export interface AddedNode {
  /** Its index in the nodelist after the changes. */
  readonly index: number;
  /** Its location after the changes. */
  readonly pointer: Pointer;
  /** Its value after the changes. */
  readonly value: unknown;
}

/** A node that left the nodelist. */
export interface RemovedNode {
  /** Its index in the nodelist before the changes. */
  readonly index: number;
  /** Its location before the changes. */
  readonly pointer: Pointer;
  /** Its last value. */
  readonly value: unknown;
}

/** A node that stayed in the nodelist and whose value changed. */
export interface ChangedNode {
  /** Its index in the nodelist after the changes. */
  readonly index: number;
  /** Its location after the changes. */
  readonly pointer: Pointer;
  /** Its value after the changes. */
  readonly value: unknown;
  /** Its value before the changes. */
  readonly previous: unknown;
}

/** A node that stayed in the nodelist and has another location, or lies in a member that moved to another place among its siblings. */
export interface MovedNode {
  /** Its index in the nodelist after the changes. */
  readonly index: number;
  /** Its location after the changes. */
  readonly pointer: Pointer;
  /** Its value after the changes. */
  readonly value: unknown;
  /** Its index in the nodelist before the changes. */
  readonly fromIndex: number;
  /** Its location before the changes. */
  readonly from: Pointer;
}

/**
 * What happened to the locations of the nodes that stayed:
 *
 * - `none`: no node has moved, `moved` is empty;
 * - `places`: nodes may have other pointers, but their order among themselves is the same;
 * - `order`: their order may have changed, too.
 *
 * `places` and `order` are upper bounds where `added` is not empty. Where nothing was added, at least one node has moved.
 */
export type QueryShift = 'none' | 'places' | 'order';

/**
 * Thrown by `QueryDelta.moved` when it is first read after further changes: the order before the delta is no longer known.
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
 * What one call of `IncrementalQuery.apply` did to the nodelist. All lists are sorted by `index`.
 *
 * To turn the old nodelist into the new one: take out the nodes of `removed` at `index` and those of `moved` at `fromIndex`, all as
 * counted before; then insert the nodes of `added` and `moved` so that each is at `index` in the end, while the other nodes keep their
 * order; then set the values of `changed`.
 *
 * | | cost |
 * | --- | --- |
 * | `added`, `removed`, `changed`, `shift` | O(1), computed by `apply` |
 * | `moved` | O(1) if `shift` is `none`; otherwise, when first read, O((length of the nodelist + elements moved or removed) × log n) |
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
  /** The nodes that entered the nodelist. */
  readonly added: readonly AddedNode[];
  /** The nodes that left the nodelist. */
  readonly removed: readonly RemovedNode[];
  /** The nodes that stayed and whose values changed. */
  readonly changed: readonly ChangedNode[];
  /** What `moved` can contain, known without listing it. */
  readonly shift: QueryShift;
  #findMoved: (() => readonly MovedNode[]) | undefined;
  readonly #findLifted: (() => readonly MovedNode[]) | undefined;
  #moved: readonly MovedNode[] | undefined;

  /** Called by `IncrementalQuery.apply`. */
  constructor(
    added: readonly AddedNode[],
    removed: readonly RemovedNode[],
    changed: readonly ChangedNode[],
    shift: QueryShift = 'none',
    findMoved?: () => readonly MovedNode[],
    findLifted?: () => readonly MovedNode[],
  ) {
    this.added = added;
    this.removed = removed;
    this.changed = changed;
    this.shift = shift;
    this.#findMoved = findMoved;
    this.#findLifted = findLifted;
    this.#moved = findMoved === undefined ? NONE : undefined;
  }

  /**
   * The nodes that stayed and have another pointer, or lie in a member that moved to another place among its siblings. An element that
   * is back at its index in the end has not moved. Computed on the first read, since a single insertion at the head of an array moves
   * all its elements, and few callers read them.
   *
   * @throws StaleDeltaError when first read after a further call of `apply` or `reset`
   */
  get moved(): readonly MovedNode[] {
    this.#moved ??= this.#findMoved?.() ?? NONE;
    this.#findMoved = undefined;
    return this.#moved;
  }

  /**
   * The nodes that were moved past others, even if they are back at their index: all others that stayed are in the same order among
   * themselves as before. `undefined` where these would be many, as after a sort. O(these × log n), where `moved` visits all nodes.
   *
   * @throws StaleDeltaError when called after a further call of `apply` or `reset`
   */
  lifted(): readonly MovedNode[] | undefined {
    return this.shift === 'order' ? this.#findLifted?.() : NONE;
  }

  /** Whether the nodelist is the same as before, in values and locations. O(1). */
  get isEmpty(): boolean {
    const { added, removed, changed, shift } = this;
    return added.length + removed.length + changed.length === 0 && shift === 'none';
  }
}
