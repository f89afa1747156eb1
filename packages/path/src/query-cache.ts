import { evaluateFlat, type FlatReader, type FlatResult } from './flat-evaluation.ts';
import { compile, type CompiledQuery, type CompileOptions } from './jsonpath/query.ts';
import { LRUCache, requireCapacity } from './lru-cache.ts';
import { requireObject, shownValue } from './shown-value.ts';

/** The options of a `QueryCache`; those of `CompileOptions` apply to the queries that it compiles. */
export interface QueryCacheOptions extends CompileOptions {
  /** The maximum number of compiled queries, and of results per store: 1 to 2**32 - 1, by default 1,000. */
  readonly capacity?: number | undefined;
  /** Another cache whose compiled queries and compile options are used. This cache then holds results only and takes no compile options. */
  readonly queries?: QueryCache | undefined;
}

interface Cached {
  readonly version: number;
  readonly result: FlatResult;
}

/**
 * Caches compiled queries by their text, and results by store, text and version of the store. Both evict the least recently used
 * entry. Stores are held weakly, the one of the last call excepted: the results of a store are collected with the store.
 *
 * | | cost |
 * | --- | --- |
 * | `compile` | O(1) for a cached text, otherwise the cost of compiling it |
 * | `query` | O(1) for a cached text on an unchanged store, otherwise the cost of the evaluation |
 * | memory | O(capacity) compiled queries, and per store O(capacity) results |
 *
 * @example
 * ```ts
 * import { QueryCache } from '@data-map/path';
 * const cache = new QueryCache({ capacity: 100 });
 * console.log(cache.compile('$.a') === cache.compile('$.a')); // -> true
 * ```
 */
export class QueryCache {
  readonly #options: CompileOptions;
  readonly #capacity: number;
  /** Compiled queries by their text; the map of the other cache if there is one. */
  readonly #queries: LRUCache<CompiledQuery>;
  /** Whether `#queries` belongs to another cache. */
  readonly #isShared: boolean;
  #results = new WeakMap<object, LRUCache<Cached>>();
  /** The store of the last call and its results: most calls ask the same store again and need no look-up in the WeakMap. */
  #recentStore: FlatReader | undefined;
  #recentResults: LRUCache<Cached> | undefined;

  /**
   * @throws RangeError when the capacity is not an integer from 1 to 2**32 - 1, or exceeds the available memory
   * @throws TypeError when the options are not an object, `queries` is not a QueryCache, or compile options stand beside it
   */
  constructor(all: QueryCacheOptions = {}) {
    requireObject('options', all);
    const { capacity = 1000, queries, ...options } = all;
    requireCapacity(capacity);
    if (queries !== undefined) {
      if (!(queries instanceof QueryCache))
        throw new TypeError(`Expected a QueryCache as queries but found ${shownValue(queries)}`);
      const other = Object.entries(options).find((option) => option[1] !== undefined)?.[0];
      if (other !== undefined)
        throw new TypeError(`Expected no option for queries beside "queries" but found "${other}"`);
    }
    this.#capacity = capacity;
    this.#isShared = queries !== undefined;
    this.#options = queries === undefined ? options : queries.#options;
    this.#queries = queries === undefined ? new LRUCache(capacity) : queries.#queries;
  }

  /** The number of compiled queries in the cache. O(1). */
  get size(): number {
    return this.#queries.size;
  }

  /**
   * Returns the compiled query of a text, the same object as long as it is in the cache.
   *
   * @throws PathSyntaxError, PathTypeError, PathLimitError, RangeError, TypeError as `compile` does; errors are not cached
   */
  compile(text: string): CompiledQuery {
    let query = this.#queries.get(text);
    if (query === undefined) {
      query = compile(text, this.#options);
      this.#queries.set(text, query);
    }
    return query;
  }

  /**
   * Returns what the query selects in the store: the same object as long as the version of the store stays the same and the
   * result is in the cache. A store without a version is evaluated on every call.
   *
   * @throws PathSyntaxError, PathTypeError, PathLimitError as `compile` and the evaluation do; errors are not cached
   * @throws TypeError when the store lacks `get` or `keys`
   */
  query<E = unknown>(store: FlatReader, text: string): FlatResult<E> {
    // `?.`, because `evaluateFlat` reports what is not a store by a better error
    const version = store?.version;
    if (version === undefined) return evaluateFlat(store, this.compile(text));
    const results = this.#resultsOf(store);
    const cached = results.get(text);
    if (cached?.version === version) return cached.result as FlatResult<E>;
    const result = evaluateFlat<E>(store, this.compile(text));
    results.set(text, { version, result });
    return result;
  }

  /** Removes all results, and all compiled queries unless they belong to another cache. O(1). */
  clear(): void {
    if (!this.#isShared) this.#queries.clear();
    this.#results = new WeakMap();
    this.#recentStore = undefined;
    this.#recentResults = undefined;
  }

  #resultsOf(store: FlatReader): LRUCache<Cached> {
    if (store === this.#recentStore && this.#recentResults !== undefined) {
      return this.#recentResults;
    }
    let results = this.#results.get(store);
    if (results === undefined) {
      results = new LRUCache(this.#capacity);
      this.#results.set(store, results);
    }
    this.#recentStore = store;
    this.#recentResults = results;
    return results;
  }
}
