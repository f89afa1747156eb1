/**
 * A bounded map that forgets what has not been used for long, and that does not let in what comes only once.
 *
 * Two generations: entries go into the young map; when it is full it becomes the old one, and the old one is dropped. What
 * is found in the old map moves into the young one. So an entry that is used again within `capacity` insertions stays,
 * nothing is unlinked or counted on a hit, and there are never more than `2 × capacity` entries. (A strict LRU pays
 * for its order on every hit, and does not hit more often on skewed traffic.)
 *
 * A doorkeeper: beyond some entries a key is stored when it is offered for the second time. Its hash is then still in a
 * table of recent hashes. An endless stream of new keys so costs one number each, and pushes out nothing.
 *
 * | operation | cost |
 * | --- | --- |
 * | `get`, `set`, `delete` | O(1) |
 * | `clear` | O(1), plus the collector's work |
 */

/** Up to here every key is let in. */
const UNGUARDED = 1024;

/** Hashes that the doorkeeper remembers. A power of two. */
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

  /** Stores the value, if the doorkeeper lets the key in. Equal keys have equal hashes, 32 bit integers. */
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
