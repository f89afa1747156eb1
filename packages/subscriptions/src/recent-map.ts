/**
 * A bounded map that forgets what has not been used for long: two generations.
 *
 * Entries go into the young map. When it is full it becomes the old one, and the old one is dropped. What is found in the
 * old map moves into the young one. So an entry that is used again within `capacity` insertions stays, nothing is
 * unlinked or counted on a hit, and there are never more than `2 × capacity` entries. (A strict LRU pays for its order
 * on every hit, and does not hit more often on skewed traffic.)
 *
 * | operation | cost |
 * | --- | --- |
 * | `get`, `set`, `delete` | O(1) |
 * | `clear` | O(1), plus the collector's work |
 */
export class RecentMap<V extends object> {
  readonly #capacity: number;
  #young = new Map<string, V>();
  #old = new Map<string, V>();

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
      this.set(key, old);
    }
    return old;
  }

  set(key: string, value: V): void {
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
