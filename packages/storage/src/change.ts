import type { Pointer, Segments } from '@data-map/path';
import { requireChange } from './errors.ts';

/**
 * One applied mutation. Its locations refer to the document that the Changes before it left.
 *
 * A segment is a number exactly where its parent is an array, else a string. With a number as the last segment, `add`
 * inserts an element and `remove` closes the gap. A `move` is a `remove` at `from` followed by an `add` at `pointer`. The
 * root is only ever replaced. Containers in `value` and `previous` are never changed afterwards.
 */
export interface Change {
  /** The kind of mutation. */
  readonly op: 'add' | 'remove' | 'replace' | 'move';
  /** The location; for a `move` the target, with indices as they are after the removal. */
  readonly pointer: Pointer;
  /** The unescaped segments of `pointer`. */
  readonly segments: Segments;
  /** The value there after the Change; undefined for `remove`. */
  readonly value: unknown;
  /** The value there before the Change; undefined for `add` and `move`. */
  readonly previous: unknown;
  /** The location that a `move` takes the value from; absent otherwise. */
  readonly from?: Pointer;
  /** The unescaped segments of `from`. */
  readonly fromSegments?: Segments;
  /**
   * Present only when a sort or a reversal replaced an array: `permutation[i]` is the old index of the element now at `i`.
   */
  readonly permutation?: ArrayLike<number>;
}

/**
 * Returns the inverse of a Change: applied after it, the inverse restores the document as it was before. Inverting twice
 * gives an equal Change. O(1); O(n) for a permutation of n elements.
 *
 * @throws ValueError when the argument is not a Change
 * @example
 * ```ts
 * import { FlatStore, invertChange } from '@data-map/storage';
 * const store = new FlatStore({ todos: ['ship', 'rest'] });
 * for (const change of store.delete('/todos/0')) store.apply(invertChange(change));
 * console.log(store.toObject()); // -> { todos: [ 'ship', 'rest' ] }
 * ```
 */
export function invertChange(change: Change): Change {
  requireChange(change);
  const { op, pointer, segments, value, previous, from, fromSegments, permutation } = change;
  if (from !== undefined && fromSegments !== undefined) {
    const back = { from: pointer, fromSegments: segments };
    return { op, pointer: from, segments: fromSegments, value, previous, ...back };
  }
  const inverse = op === 'add' ? 'remove' : op === 'remove' ? 'add' : op;
  const undone = { op: inverse, pointer, segments, value: previous, previous: value } as const;
  if (permutation === undefined) return undone;
  const positions = Array.from(permutation, () => 0);
  for (let i = 0; i < positions.length; i++) positions[permutation[i]!] = i;
  return { ...undone, permutation: positions };
}
