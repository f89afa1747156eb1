import { evaluateFlat, type FlatReader, type FlatResult } from './flat-evaluation.ts';
import { compile, type CompiledQuery, type CompileOptions } from './jsonpath/query.ts';
import { LRUCache, requireCapacity } from './lru-cache.ts';
import { requireObject, shownValue } from './shown-value.ts';

/** What a `QueryCache` takes, beside the options of its queries. */
export interface QueryCacheOptions extends CompileOptions {
  /** How many compiled queries are kept, and how many results per store: 1 to 2**32 - 1, 1,000 unless told. */
  readonly capacity?: number | undefined;
  /** Another cache that compiles and keeps the queries; this one keeps results only, and takes no options for queries. */
  readonly queries?: QueryCache | undefined;
}

interface Cached {
  readonly version: number;
  readonly result: FlatResult;
}

/**
 * Compiled queries by their text, and results by store and version of the store. What was used least recently goes first; the results of
 * a store go with the store.
 *
 * The map underneath is mnemonist's `LRUMap`, which is backed by a Map: `__proto__` is a text like any other.
 *
 * | | cost |
 * | --- | --- |
 * | `compile` | O(1) for a known text, otherwise that of `compile` |
 * | `query` | O(1) for a known text on an unchanged store, otherwise that of the evaluation |
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
  /** By their texts; those of another cache where that keeps them. */
  readonly #queries: LRUCache<CompiledQuery>;
  readonly #isShared: boolean;
  #results = new WeakMap<object, LRUCache<Cached>>();
  /** The store asked last and its results, which spares the search in most calls. */
  #recentStore: FlatReader | undefined;
  #recentResults: LRUCache<Cached> | undefined;

  /**
   * @throws RangeError when the capacity is no integer from 1 to 2**32 - 1, or more than there is memory for
   * @throws TypeError when `queries` is no QueryCache, or there are options for queries beside it, or the options are no object
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

  /** How many compiled queries are kept. O(1). */
  get size(): number {
    return this.#queries.size;
  }

  /**
   * The compiled query of a text, the same object as long as it is kept.
   *
   * @throws PathSyntaxError, PathTypeError, PathLimitError as `compile` does; nothing is kept then
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
   * What the query selects in the store, the same object as long as the store has the same version and the result is kept.
   * Without a version it is evaluated each time.
   *
   * @throws PathSyntaxError, PathTypeError, PathLimitError as `compile` and the evaluation do; nothing is kept then
   * @throws TypeError when the store has no `get` and `keys`
   */
  query<E = unknown>(store: FlatReader, text: string): FlatResult<E> {
    // What is no store is refused where it is read
    const version = store?.version;
    if (version === undefined) return evaluateFlat(store, this.compile(text));
    const results = this.#resultsOf(store);
    const cached = results.get(text);
    if (cached?.version === version) return cached.result as FlatResult<E>;
    const result = evaluateFlat<E>(store, this.compile(text));
    results.set(text, { version, result });
    return result;
  }

  /** Forgets everything, but nothing of another cache. O(1). */
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
