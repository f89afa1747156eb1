/**
 * Allocates numbered copies of several kinds, round-robin for each kind.
 *
 * A compilation calls `begin` with its key, and then the function that `begin` returned, once per copy; it must be finished before
 * the next `begin`. A key that was used before gets the same copies again, unless the round-robin has wrapped around since, so that
 * another key may have been given some of them. `begin` is O(kinds), an allocation O(1).
 *
 * Stable for use inside this package: `CopyAllocator`.
 */
export class CopyAllocator {
  /** How many copies of each kind there are. */
  readonly #copies: ReadonlyMap<string, number>;
  readonly #capacity: number;
  /** How many copies of each kind have been allocated so far; never wraps around. */
  readonly #next: Count = {};
  /** The value of `#next` when a key got its copies; the key that got them the longest ago comes first. */
  readonly #starts = new Map<string, Count>();

  /** Remembers as many keys as there are copies of the most numerous kind; a key older than these has mostly lost its copies. */
  constructor(copies: ReadonlyMap<string, number>) {
    this.#copies = copies;
    this.#capacity = Math.max(...copies.values());
  }

  /** Returns a function that allocates the next copy of a kind for a key, and returns its number. */
  begin(key: string): (kind: string) => number {
    const known = this.#starts.get(key);
    const isKept = known !== undefined && !this.#hasWrappedSince(known);
    const counts: Count = isKept ? { ...known } : { ...this.#next };
    if (!isKept) this.#remember(key, { ...counts });
    return (kind) => {
      const count = counts[kind] ?? 0;
      counts[kind] = count + 1;
      if (!isKept) this.#next[kind] = count + 1;
      return count % (this.#copies.get(kind) ?? 1);
    };
  }

  #hasWrappedSince(start: Count): boolean {
    for (const [kind, copies] of this.#copies) {
      if ((this.#next[kind] ?? 0) - (start[kind] ?? 0) > copies) return true;
    }
    return false;
  }

  #remember(key: string, start: Count): void {
    this.#starts.delete(key);
    this.#starts.set(key, start);
    const [oldest] = this.#starts.keys();
    if (this.#starts.size > this.#capacity && oldest !== undefined) this.#starts.delete(oldest);
  }
}

type Count = Record<string, number>;
