/**
 * A bounded cache that approximates LRU with two generations, and admits a key only when it comes a second time.
 *
 * Generations: new entries go into the young map. When it is full, it becomes the old map, and the previous old map is dropped.
 * An entry found in the old map moves to the young one. So an entry that is used again within `capacity` insertions
 * stays, and there are never more than `2 × capacity` entries. A hit in the young map changes nothing. (A strict LRU
 * reorders its list on every hit, and has no better hit rate on skewed traffic.)
 *
 * Doorkeeper: once there are `UNGUARDED` entries, a key is stored only if its hash is in a table of recently seen hashes;
 * otherwise just the hash is noted. An endless stream of distinct keys thus costs one number per key, and evicts almost nothing.
 *
 * | operation | cost |
 * | --- | --- |
 * | `get`, `set`, `delete` | O(1) |
 * | `clear` | O(1), plus the collector's work |
 */

/** Up to this many entries every key is admitted. */
const UNGUARDED = 1024;

/** The number of hashes that the doorkeeper keeps. A power of two. */
const REMEMBERED = 1 << 14;

export class RecentMap<V extends object> {
  readonly #capacity: number;
  #young = new Map<string, V>();
  #old = new Map<string, V>();
  #hashes: Int32Array | undefined = undefined;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get(key: string): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined || this.#old.size === 0) return young;
    const old = this.#old.get(key);
    if (old !== undefined) {
      this.#old.delete(key);
      this.#store(key, old);
    }
    return old;
  }

  /** Stores the value if the doorkeeper admits the key. `hash` is a 32-bit integer that depends on the key alone. */
  set(key: string, hash: number, value: V): void {
    if (this.#young.size >= UNGUARDED || this.#old.size > 0) {
      const hashes = (this.#hashes ??= new Int32Array(REMEMBERED));
      const slot = hash & (REMEMBERED - 1);
      if (hashes[slot] !== hash) {
        hashes[slot] = hash;
        return;
      }
    }
    this.#store(key, value);
  }

  #store(key: string, value: V): void {
    if (this.#young.size >= this.#capacity) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }

  delete(key: string): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }

  clear(): void {
    if (this.size === 0) return;
    this.#young = new Map();
    this.#old = new Map();
  }
}
