import { LRUMap } from 'mnemonist';

/** `LRUMap` numbers its entries with 32 bits. */
const MAX_CAPACITY = 4_294_967_295;

/** The members of mnemonist's `LRUMap` that the build contains, see `scripts/lru-map-source.ts`. */
interface RecentMap<V> {
  /** The number of entries. O(1). */
  readonly size: number;
  /** The maximum number of entries. */
  readonly capacity: number;
  /** Returns the value of a key and makes the key the most recently used one. O(1). */
  get(key: string): V | undefined;
  /** Stores a value and makes its key the most recently used one; evicts the least recently used key if the map is full. O(1). */
  set(key: string, value: V): unknown;
  /** Removes all entries. O(1). */
  clear(): void;
}

const RecentMap: new <V>(capacity: number) => RecentMap<V> = LRUMap;

/**
 * A map of bounded size that evicts the least recently used key. `QueryCache` keeps queries and results in it.
 *
 * It is mnemonist's `LRUMap`: a Map, so that any string can be a key (`__proto__` too), and a doubly linked list in typed
 * arrays for the order of use.
 *
 * @example
 * ```ts
 * import { LRUCache } from '@data-map/path';
 * const cache = new LRUCache<number>(2);
 * cache.set('a', 1);
 * cache.set('b', 2);
 * cache.get('a');
 * cache.set('c', 3);
 * console.log(cache.get('a'), cache.get('b'), cache.size); // -> 1 undefined 2
 * ```
 */
export class LRUCache<V> extends RecentMap<V> {
  /** @throws RangeError when the capacity is not an integer from 1 to 2**32 - 1, or exceeds the available memory */
  constructor(capacity: number) {
    requireCapacity(capacity);
    super(capacity);
  }
}

export function requireCapacity(capacity: number): void {
  if (!Number.isInteger(capacity) || capacity < 1 || capacity > MAX_CAPACITY) {
    const found = typeof capacity === 'string' ? JSON.stringify(capacity) : capacity;
    throw new RangeError(
      `Expected an integer from 1 to ${MAX_CAPACITY} as capacity but found ${found}`,
    );
  }
}
