import type { FlatReader, FlatResult } from './flat-evaluation.ts';
import { QueryCache } from './query-cache.ts';

let shared: QueryCache | undefined;

/**
 * The nodes that a JSONPath query selects in a store, without making a plain document of all of it: only what is at the fixed prefix
 * of the query, and what its filters read from the root, is asked for. Through a cache that all calls share: O(1) for a query that was
 * asked before and a store that did not change since, otherwise the cost of the evaluation.
 *
 * @throws PathSyntaxError, PathTypeError, PathLimitError as `compile` does
 * @throws TypeError when the store has no `get` and `keys`
 * @example
 * ```ts
 * import { queryFlat, resolvePointer } from '@data-map/path';
 * const document = { users: [{ name: 'Ada' }, { name: 'Bob' }] };
 * const store = {
 *   get: (pointer: string) => resolvePointer(document, pointer),
 *   keys: () => ['/users/0/name', '/users/1/name'],
 * };
 * const { values, pointers } = queryFlat(store, '$.users[1:].name');
 * console.log(values, pointers); // -> [ 'Bob' ] [ '/users/1/name' ]
 * ```
 */
export function queryFlat<E = unknown>(store: FlatReader, path: string): FlatResult<E> {
  shared ??= new QueryCache();
  return shared.query(store, path);
}
