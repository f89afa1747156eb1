import type { Change } from './change.ts';
import { FlatStore } from './flat-store.ts';

/**
 * Returns a new document with a Change applied. It shares with the old document all that the Change does not reach; the old
 * document stays as it is. O(k + the members of the containers on the path), where k is the number of segments. To apply
 * many Changes, use a FlatStore.
 *
 * @throws StorageError when the Change does not fit the document, or is not a Change
 * @example
 * ```ts
 * import { applyChange, FlatStore, invertChange } from '@data-map/storage';
 * const before = { todos: ['ship'], limit: 3 };
 * const [change] = new FlatStore(before).set('/limit', 5);
 * if (change !== undefined) {
 *   const after = applyChange(before, change);
 *   console.log(after, applyChange(after, invertChange(change))); // -> { todos: [ 'ship' ], limit: 5 } { todos: [ 'ship' ], limit: 3 }
 * }
 * ```
 */
export function applyChange(document: unknown, change: Change): unknown {
  const store = new FlatStore(document, { freeze: false });
  store.apply(change);
  return store.toObject();
}
