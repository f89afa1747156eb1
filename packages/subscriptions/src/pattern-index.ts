import type { Pattern, Pointer } from '@data-map/path';
import type { CacheSizes } from './matcher.ts';
import { PatternTrie } from './pattern-trie.ts';

/** One registration in a `PatternIndex`. */
export interface PatternEntry<T> {
  /** Unique in its index, and greater than the ids of all earlier entries. */
  readonly id: number;
  /** The pattern as it was passed to `add`. */
  readonly pattern: Pattern;
  /** The registered value. */
  readonly value: T;
}

/**
 * A `PatternTrie` whose registrations have ids. The same value may be registered twice under the same pattern, a
 * registration is removed by its id, and a match tells which pattern it comes from.
 *
 * | operation | cost (m matches) |
 * | --- | --- |
 * | `add`, `remove` | O(length) |
 * | `get`, `size`, `clear` | O(1) |
 * | `match`, `matchEntries` | as `PatternTrie.match`, plus O(m log m) for the order |
 *
 * @example
 * ```ts
 * import { PatternIndex } from '@data-map/subscriptions';
 * const index = new PatternIndex<string>();
 * const id = index.add('/users/*', 'row');
 * index.add('/users/7', 'selected');
 * console.log(index.match('/users/7')); // -> [ 'row', 'selected' ]
 * console.log(index.matchEntries('/users/7').map(({ pattern }) => pattern)); // -> [ '/users/*', '/users/7' ]
 * index.remove(id);
 * console.log(index.match('/users/7')); // -> [ 'selected' ]
 * ```
 */
export class PatternIndex<T> {
  readonly #trie = new PatternTrie<PatternEntry<T>>();
  readonly #entries = new Map<number, PatternEntry<T>>();
  #lastId = 0;

  /** The number of registrations. */
  get size(): number {
    return this.#entries.size;
  }

  /** How much is cached at the moment; see `PatternTrie.cached`. */
  get cached(): CacheSizes {
    return this.#trie.cached;
  }

  /**
   * Registers a value under a pattern and returns the id of the registration. O(length).
   *
   * @throws PointerSyntaxError if the text is not a pattern; nothing is registered then
   */
  add(pattern: Pattern, value: T): number {
    const entry: PatternEntry<T> = { id: this.#lastId + 1, pattern, value };
    this.#trie.add(pattern, entry);
    this.#lastId = entry.id;
    this.#entries.set(entry.id, entry);
    return entry.id;
  }

  /** Removes a registration. O(length). Returns false if there is none with this id. */
  remove(id: number): boolean {
    const entry = this.#entries.get(id);
    if (entry === undefined) return false;
    this.#entries.delete(id);
    return this.#trie.remove(entry.pattern, entry);
  }

  /** Returns the registration with this id. O(1). */
  get(id: number): PatternEntry<T> | undefined {
    return this.#entries.get(id);
  }

  /**
   * Returns the values whose patterns match the pointer, each once, in the order of their first matching registration.
   *
   * @throws PointerSyntaxError if the text is not a pointer
   */
  match(pointer: Pointer): T[] {
    return [...new Set(this.matchEntries(pointer).map(({ value }) => value))];
  }

  /**
   * Returns the registrations whose pattern matches the pointer, in the order in which they were made.
   *
   * @throws PointerSyntaxError if the text is not a pointer
   */
  matchEntries(pointer: Pointer): PatternEntry<T>[] {
    return [...this.#trie.match(pointer)].toSorted((a, b) => a.id - b.id);
  }

  /** Removes all registrations. Ids are not reused. O(1). */
  clear(): void {
    this.#trie.clear();
    this.#entries.clear();
  }
}
