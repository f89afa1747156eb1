import { LRUMap } from 'mnemonist';

/** Entries are numbered in 32 bits. */
const MAX_CAPACITY = 4_294_967_295;

/** What is used of mnemonist's `LRUMap`, and is in the build: `scripts/lru-map-source.ts`. */
interface RecentMap<V> {
  /** How many entries there are. O(1). */
  readonly size: number;
  /** The most entries that there may be. */
  readonly capacity: number;
  /** The value of a key, which becomes the most recently used one. O(1). */
  get(key: string): V | undefined;
  /** Stores a value under the most recently used key; the least recently used one goes where there is no more room. O(1). */
  set(key: string, value: V): unknown;
  /** Forgets everything. O(1). */
  clear(): void;
}

const RecentMap: new <V>(capacity: number) => RecentMap<V> = LRUMap;

/**
 * A map of bounded size, which gives up the key that was least recently used. What `QueryCache` keeps queries and results in.
 *
 * It is mnemonist's `LRUMap`, a doubly linked list in typed arrays beside a Map: any text can be a key.
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
  /** @throws RangeError when the capacity is no integer from 1 to 2**32 - 1, or more than there is memory for */
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
