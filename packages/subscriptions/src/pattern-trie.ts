import type { Pattern, Pointer, Segments } from '@data-map/path';
import { Matcher, type CacheSizes } from './matcher.ts';

/**
 * A set of (pattern, value) pairs that answers which values have a pattern that matches a location.
 *
 * The cost of a match depends neither on the number of patterns nor on how many `**` they have. How it works:
 * `matcher.ts`.
 *
 * | operation | cost (k segments, m matches, l live nodes: patterns in progress) |
 * | --- | --- |
 * | `match`, `forEachMatch` of a pointer asked for before | O(1 + m) |
 * | of another one, along known transitions | O(length + m) |
 * | of another one, the first time | O(length + k·l + m) |
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

  /** What is remembered at the moment: bounded, however many different pointers are asked for. */
  get cached(): CacheSizes {
    return this.#matcher.cached;
  }

  /**
   * Adds a value under a pattern. O(length). Returns false where the pair was there already.
   *
   * @throws PointerSyntaxError where the text is not a pattern; nothing is added then
   */
  add(pattern: Pattern, value: T): boolean {
    const added = this.#matcher.add(pattern, value);
    if (added) this.#size++;
    return added;
  }

  /**
   * Removes a value from a pattern. O(length). Returns false where the pair was not there.
   *
   * @throws PointerSyntaxError where the text is not a pattern
   */
  remove(pattern: Pattern, value: T): boolean {
    const removed = this.#matcher.remove(pattern, value);
    if (removed) this.#size--;
    return removed;
  }

  /**
   * Whether the value is there under this very pattern. O(length).
   *
   * @throws PointerSyntaxError where the text is not a pattern
   */
  has(pattern: Pattern, value: T): boolean {
    return this.#matcher.has(pattern, value);
  }

  /**
   * The values that have a pattern that matches the pointer, each once, in a new Set.
   *
   * @throws PointerSyntaxError where the text is not a pointer
   */
  match(pointer: Pointer): Set<T> {
    const { node, state } = this.#matcher.locate(pointer);
    // Adding one by one is faster than handing the list to the constructor
    const values = new Set<T>();
    for (const value of this.#matcher.hits(state)) values.add(value);
    node?.forEachValue((value) => values.add(value));
    return values;
  }

  /**
   * Calls `visit` with each value that has a pattern that matches the location, once. Allocates nothing where the
   * transitions are known. Whether `visit` meets what it adds or removes itself is not said.
   *
   * @throws PointerSyntaxError where the text is not a pointer
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
