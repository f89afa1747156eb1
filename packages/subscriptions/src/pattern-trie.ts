import type { Pattern, Pointer, Segments } from '@data-map/path';
import { Matcher, type CacheSizes } from './matcher.ts';

/**
 * A set of (pattern, value) pairs that finds the values whose patterns match a location.
 *
 * Once a pointer or its transitions are cached, the cost of a match depends neither on the number of patterns nor on how many
 * `**` they contain. How it works: `matcher.ts`.
 *
 * | operation | cost (k segments, m matches, l live nodes: patterns in progress) |
 * | --- | --- |
 * | `match`, `forEachMatch` of a pointer in the memo | O(1 + m) |
 * | of another pointer, along known transitions | O(length + m) |
 * | of another pointer, with new transitions | O(length + k·l + m) |
 * | `add`, `remove`, `has` | O(length) |
 * | `size`, `clear` | O(1) |
 *
 * @example
 * ```ts
 * import { PatternTrie } from '@data-map/subscriptions';
 * const trie = new PatternTrie<string>();
 * trie.add('/users/*', 'rows');
 * trie.add('/users/**', 'all');
 * console.log(trie.match('/users/7')); // -> Set(2) { 'rows', 'all' }
 * console.log(trie.match('/users/7/age')); // -> Set(1) { 'all' }
 * ```
 */
export class PatternTrie<T> {
  #matcher = new Matcher<T>();
  #size = 0;

  /** The number of (pattern, value) pairs. */
  get size(): number {
    return this.#size;
  }

  /** How much is cached at the moment: bounded, however many distinct pointers are matched. */
  get cached(): CacheSizes {
    return this.#matcher.cached;
  }

  /**
   * Adds a value under a pattern. O(length). Returns false if the pair is there already.
   *
   * @throws PointerSyntaxError if the text is not a pattern; nothing is added then
   */
  add(pattern: Pattern, value: T): boolean {
    const added = this.#matcher.add(pattern, value);
    if (added) this.#size++;
    return added;
  }

  /**
   * Removes a value from a pattern. O(length). Returns false if the pair is not there.
   *
   * @throws PointerSyntaxError if the text is not a pattern
   */
  remove(pattern: Pattern, value: T): boolean {
    const removed = this.#matcher.remove(pattern, value);
    if (removed) this.#size--;
    return removed;
  }

  /**
   * Whether the pair is there. O(length).
   *
   * @throws PointerSyntaxError if the text is not a pattern
   */
  has(pattern: Pattern, value: T): boolean {
    return this.#matcher.has(pattern, value);
  }

  /**
   * Returns the values whose patterns match the pointer, in a new Set.
   *
   * @throws PointerSyntaxError if the text is not a pointer
   */
  match(pointer: Pointer): Set<T> {
    const { node, state } = this.#matcher.locate(pointer);
    // Adding the values one by one is faster than passing the list to the constructor
    const values = new Set<T>();
    for (const value of this.#matcher.hits(state)) values.add(value);
    node?.forEachValue((value) => values.add(value));
    return values;
  }

  /**
   * Calls `visit` once with each value whose patterns match the location. Unlike `match` it creates no
   * Set, and for a pointer in the memo it allocates nothing. If `visit` itself adds or removes values, it is unspecified whether it is called with
   * them.
   *
   * @throws PointerSyntaxError if the text is not a pointer
   * @example
   * ```ts
   * import { PatternTrie } from '@data-map/subscriptions';
   * const trie = new PatternTrie<number>();
   * trie.add('/list/*', 1);
   * trie.forEachMatch(['list', 0], (value) => console.log(value)); // -> 1
   * trie.forEachMatch('/list/0', (value) => console.log(value)); // -> 1
   * ```
   */
  forEachMatch(location: Pointer | Segments, visit: (value: T) => void): void {
    const matcher = this.#matcher;
    const { node, state } = Array.isArray(location)
      ? matcher.walk(location)
      : matcher.locate(location as Pointer);
    for (const value of matcher.hits(state)) if (node?.has(value) !== true) visit(value);
    node?.forEachValue(visit);
  }

  /** Removes everything. O(1). */
  clear(): void {
    this.#matcher = new Matcher();
    this.#size = 0;
  }
}
