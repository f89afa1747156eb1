import type { FlatReader, FlatResult } from './flat-evaluation.ts';
import { QueryCache } from './query-cache.ts';

let shared: QueryCache | undefined;

/**
 * Evaluates a JSONPath query on a store and returns the selected values and their pointers. It does not materialize the whole
 * document: it asks the store only for the value at the fixed prefix of the query and for what the filters read from the root.
 *
 * All calls share one `QueryCache`: O(1) for a cached query on a store whose version has not changed, otherwise the cost of the
 * evaluation.
 *
 * @throws PathSyntaxError, PathTypeError, PathLimitError as `compile` and the evaluation do
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
