import type { Change } from './change.ts';
import { FlatStore } from './flat-store.ts';

/**
 * The document with a Change applied, sharing with the old one all that the Change does not reach. The old one stays as
 * it is. O(k + the members of the containers on the way); to apply many, use a FlatStore.
 *
 * @throws StorageError when the document is not one that the Change can be applied to
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
