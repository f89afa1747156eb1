import type { Pointer, Segments } from '@data-map/path';
import { requireChange } from './errors.ts';

/**
 * One applied mutation, stated in the document that the Changes before it left.
 *
 * In `segments` a number is used exactly where the parent is an array. `add` and `remove` at a number insert into and
 * delete from an array; `move` is a `remove` at `from` and an `add` at `pointer`; the root is only replaced. Containers
 * in `value` and `previous` are never changed afterwards.
 */
export interface Change {
  /** What was done; see above. */
  readonly op: 'add' | 'remove' | 'replace' | 'move';
  /** Where; for `move` the target, as it is counted after the removal. */
  readonly pointer: Pointer;
  /** The same, unescaped. */
  readonly segments: Segments;
  /** What is there now; undefined for `remove`. */
  readonly value: unknown;
  /** What was there; undefined for `add` and `move`. */
  readonly previous: unknown;
  /** Only for `move`: where the value came from. */
  readonly from?: Pointer;
  /** The same, unescaped. */
  readonly fromSegments?: Segments;
  /**
   * Only for the `replace` of an array by a sort or a reversal: `permutation[i]` is the old index of what is now at i.
   */
  readonly permutation?: ArrayLike<number>;
}

/**
 * The Change that takes another one back: applied after it, it leaves the document as it was before. O(1), O(n) for a
 * permutation. Inverting twice gives the Change again.
 *
 * @throws ValueError when it is no Change
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
