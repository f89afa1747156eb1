/**
 * PrefixIndex: a Map keyed by pointers that can also be queried by prefix, by ancestor and by pattern.
 *
 * A Map finds a whole pointer at the cost of one hash. A trie over the same pointers (`prefix-trie.ts`) finds those below a
 * prefix, above a pointer or on a pattern without visiting the others. The trie holds the strings that are the keys of the
 * Map, so listing builds no strings. Every walk is iterative, since a pointer may have 10,000 segments: it goes through a
 * list of branches, breadth first, and appends the branches below to the list.
 */

import { escapeSegment, parsePointer, unescapeSegment } from '@data-map/path';
import type { Pattern, Pointer } from '@data-map/path';
import { expect, requireFunction } from './errors.ts';
import { PrefixMatcher } from './prefix-matcher.ts';
import type { States } from './prefix-matcher.ts';
import {
  childCount,
  descend,
  findChild,
  forEachChild,
  insert,
  keyOf,
  listChildren,
  nameOf,
  remove,
} from './prefix-trie.ts';
import type { Branch, Child } from './prefix-trie.ts';

/**
 * A map from pointers to values that can be queried by prefix and by pattern.
 *
 * | operation                          | cost                                                            |
 * | ---------------------------------- | --------------------------------------------------------------- |
 * | `get`, `has`, `set` of a known key | O(1), one hash of the string                                    |
 * | `set` of a new key, `delete`       | O(k)                                                            |
 * | `getByPrefix`, `keys`, `entries`   | O(k + m), lazy where they iterate                               |
 * | `getByPrefixPattern`               | O(the branches that the pattern can reach), for `**` all below  |
 * | `ancestors`, `hasBelow`            | O(k)                                                            |
 * | `walk`                             | O(the children of the branches that the caller enters)          |
 * | memory                             | 50 to 70 bytes per key, plus its string; 10 less for a set      |
 *
 * k: segments of the pointer, m: keys found, and branches on the way to them.
 *
 * @example
 * ```ts
 * import { PrefixIndex } from '@data-map/storage';
 * const index = new PrefixIndex<unknown>([['/users/0/name', 'Ada'], ['/users/1/name', 'Alan'], ['/limit', 3]]);
 * console.log(index.get('/limit'), index.size); // -> 3 3
 * console.log(index.getByPrefix('/users')); // -> [ '/users/0/name', '/users/1/name' ]
 * console.log(index.getByPrefixPattern('/users/*\/name')); // -> [ '/users/0/name', '/users/1/name' ]
 * ```
 */
export class PrefixIndex<V = true> {
  /** The keys and values: a Set as long as every value is `true`, which saves a third of the memory. */
  #stored: Set<Pointer> | Map<Pointer, V> = new Set();
  #root: Branch = [undefined];

  /**
   * Creates an index of the entries, or an empty one. O(total length of the pointers).
   *
   * @throws ValueError when `entries` is not iterable; PointerSyntaxError for the first key that is not a JSON Pointer
   */
  constructor(entries?: Iterable<readonly [Pointer, V]>) {
    if (entries === undefined) return;
    const isIterable = typeof entries?.[Symbol.iterator] === 'function';
    expect(isIterable, entries, 'an iterable of entries');
    for (const [pointer, value] of entries) this.set(pointer, value);
  }

  /** How many pointers are stored. O(1). */
  get size(): number {
    return this.#stored.size;
  }

  /** The value stored at exactly this pointer. O(1). */
  get(pointer: Pointer): V | undefined {
    const stored = this.#stored;
    if (stored instanceof Map) return stored.get(pointer);
    return stored.has(pointer) ? (PRESENT as V) : undefined;
  }

  /** Whether exactly this pointer is stored. O(1). */
  has(pointer: Pointer): boolean {
    return this.#stored.has(pointer);
  }

  /**
   * Stores a value at a pointer. O(1) for a pointer that is stored already, O(k) for a new one.
   *
   * @throws PointerSyntaxError when the key is not a JSON Pointer; nothing is stored then
   */
  set(pointer: Pointer, value: V): this {
    requirePointer(pointer);
    const { size } = this;
    let stored = this.#stored;
    if (!(stored instanceof Map) && value !== PRESENT) {
      const values = new Map<Pointer, V>();
      for (const known of stored) values.set(known, PRESENT as V);
      this.#stored = stored = values;
    }
    if (stored instanceof Map) stored.set(pointer, value);
    else stored.add(pointer);
    if (stored.size > size) this.#root = insert(this.#root, pointer);
    return this;
  }

  /** Removes a pointer, but none below it. Returns whether it was stored. O(k). */
  delete(pointer: Pointer): boolean {
    if (!this.#stored.delete(pointer)) return false;
    this.#root = remove(this.#root, pointer);
    return true;
  }

  /**
   * Adds a pointer to an index that is used as a set. Returns whether it is new. O(k).
   *
   * @throws PointerSyntaxError when it is not a JSON Pointer
   * @example
   * ```ts
   * import { PrefixIndex } from '@data-map/storage';
   * const open = new PrefixIndex();
   * console.log(open.add('/a/b'), open.add('/a/b'), open.remove('/a/b'), open.size); // -> true false true 0
   * ```
   */
  add(this: PrefixIndex<true>, pointer: Pointer): boolean {
    const size = this.size;
    return this.set(pointer, true).size > size;
  }

  /** The same as `delete`, for an index that is used as a set. O(k). */
  remove(pointer: Pointer): boolean {
    return this.delete(pointer);
  }

  /** Removes all pointers. O(1). */
  clear(): void {
    this.#stored = new Set();
    this.#root = [undefined];
  }

  /**
   * Returns the stored pointers at or below a prefix, each before those below it. O(k + m).
   * A prefix consists of whole segments: `/a` finds `/a` and `/a/b`, but not `/ab`.
   *
   * @throws PointerSyntaxError when the prefix is not a JSON Pointer
   */
  getByPrefix(prefix: Pointer): Pointer[] {
    const found: Pointer[] = [];
    const pending: Branch[] = [];
    const start = this.#descend(prefix);
    if (typeof start === 'string') found.push(start);
    else if (start !== undefined) pending.push(start);
    for (const branch of pending) {
      const key = keyOf(branch);
      if (key !== undefined) found.push(key);
      listChildren(branch, found, pending);
    }
    return found;
  }

  /**
   * Returns the stored pointers that a pattern matches, each once. Visits the branches that the pattern can reach: with `**`,
   * the whole subtree below.
   *
   * @throws PointerSyntaxError when it is not a pattern
   * @example
   * ```ts
   * import { PrefixIndex } from '@data-map/storage';
   * const index = new PrefixIndex();
   * for (const pointer of ['/a', '/a/x/n', '/b/n', '/n']) index.add(pointer);
   * console.log(index.getByPrefixPattern('/**\/n')); // -> [ '/n', '/b/n', '/a/x/n' ]
   * ```
   */
  getByPrefixPattern(pattern: Pattern): Pointer[] {
    const matcher = new PrefixMatcher(pattern, escapeSegment);
    const found: Pointer[] = [];
    const pending: [Branch, Pointer, States][] = [];
    const enter = (child: Child, place: Pointer, states: States): void => {
      if (states.length === 0) return;
      const key = keyOf(child);
      if (key !== undefined && matcher.accepts(states)) found.push(key);
      if (typeof child !== 'string') pending.push([child, place, states]);
    };
    enter(this.#root, '', matcher.start);
    for (const [branch, place, states] of pending) {
      const names = matcher.literals(states);
      if (names === undefined) {
        forEachChild(
          branch,
          (leaf) => enter(leaf, leaf, matcher.step(states, nameOf(leaf))),
          (below, name) => enter(below, `${place}/${name}`, matcher.step(states, name)),
        );
      } else {
        for (const name of names) {
          const child = findChild(branch, place, name);
          if (child !== undefined) enter(child, `${place}/${name}`, matcher.step(states, name));
        }
      }
    }
    return found;
  }

  /**
   * Returns the stored pointers strictly above a pointer, from the root down. O(k).
   *
   * @throws PointerSyntaxError when it is not a JSON Pointer
   * @example
   * ```ts
   * import { PrefixIndex } from '@data-map/storage';
   * const index = new PrefixIndex();
   * for (const pointer of ['', '/a', '/a/b/c', '/ab']) index.add(pointer);
   * console.log(index.ancestors('/a/b/c')); // -> [ '', '/a' ]
   * ```
   */
  ancestors(pointer: Pointer): Pointer[] {
    const found: Pointer[] = [];
    this.#descend(pointer, found);
    return found;
  }

  /**
   * Whether any pointer is stored strictly below a prefix. O(k).
   *
   * @throws PointerSyntaxError when the prefix is not a JSON Pointer
   * @example
   * ```ts
   * import { PrefixIndex } from '@data-map/storage';
   * const index = new PrefixIndex([['/a/b', 1]]);
   * console.log(index.hasBelow('/a'), index.hasBelow('/a/b')); // -> true false
   * ```
   */
  hasBelow(prefix: Pointer): boolean {
    const child = this.#descend(prefix);
    return typeof child === 'object' && childCount(child) > 0;
  }

  /**
   * Iterates over the stored pointers at or below a prefix. The call costs O(k), the whole iteration O(m); entering a branch
   * visits all of its children. The index may be changed during the iteration: a pointer that is removed before its turn is
   * skipped, one that stays comes exactly once, and one that is added may or may not come.
   *
   * @throws PointerSyntaxError when the prefix is not a JSON Pointer
   */
  keys(prefix: Pointer = ''): Generator<Pointer, void, undefined> {
    return this.#keysFrom(this.#descend(prefix));
  }

  *#keysFrom(start: Child | undefined): Generator<Pointer, void, undefined> {
    const pending: Branch[] = [];
    if (typeof start === 'string') yield start;
    else if (start !== undefined) pending.push(start);
    for (const branch of pending) {
      const key = keyOf(branch);
      if (key !== undefined && this.has(key)) yield key;
      // A copy, since a leaf that gets a child becomes a branch, and vice versa: neither may come twice
      const leaves: Pointer[] = [];
      listChildren(branch, leaves, pending);
      for (const leaf of leaves) if (this.has(leaf)) yield leaf;
    }
  }

  /** The same as `keys`, as pairs of pointer and value. */
  entries(prefix: Pointer = ''): Generator<[Pointer, V], void, undefined> {
    return this.#entriesOf(this.keys(prefix));
  }

  *#entriesOf(keys: Iterable<Pointer>): Generator<[Pointer, V], void, undefined> {
    for (const pointer of keys) yield [pointer, this.get(pointer) as V];
  }

  [Symbol.iterator](): Generator<[Pointer, V], void, undefined> {
    return this.entries();
  }

  /**
   * Walks down from a prefix in step with a structure of the caller, such as two versions of a document, so that only what
   * both have is visited. `step` is called for each child of a place that was entered, with the context of that place, the
   * unescaped name of the child and the pointer stored at the child, if any. It returns the context of the child, or
   * `undefined` to skip what is below it. It is not called for the prefix itself.
   *
   * @throws PointerSyntaxError when the prefix is not a JSON Pointer; ValueError when `step` is not a function
   * @example
   * ```ts
   * import { PrefixIndex } from '@data-map/storage';
   * const index = new PrefixIndex([['/a/x', 1], ['/b/x', 2]]);
   * const seen: string[] = [];
   * index.walk('', '', (path, name, pointer) => {
   *   if (pointer !== undefined) seen.push(pointer);
   *   return name === 'b' ? undefined : path + name;
   * });
   * console.log(seen); // -> [ '/a/x' ]
   * ```
   */
  walk<C>(
    prefix: Pointer,
    context: C,
    step: (context: C, name: string, pointer: Pointer | undefined) => C | undefined,
  ): void {
    requireFunction(step, prefix);
    const start = this.#descend(prefix);
    if (start === undefined || typeof start === 'string') return;
    const pending: [Branch, C][] = [[start, context]];
    for (const [branch, above] of pending) {
      forEachChild(
        branch,
        (leaf) => void step(above, unescapeSegment(nameOf(leaf)), leaf),
        (child, name) => {
          const below = step(above, unescapeSegment(name), keyOf(child));
          if (below !== undefined) pending.push([child, below]);
        },
      );
    }
  }

  #descend(prefix: Pointer, above?: Pointer[]): Child | undefined {
    requirePointer(prefix);
    return descend(this.#root, prefix, above);
  }
}

/** The value of each pointer in an index that is used as a set. */
const PRESENT: unknown = true;

/** Throws a PointerSyntaxError if the text is not a JSON Pointer. Parses it only if its first two characters do not settle the question. */
function requirePointer(text: Pointer): void {
  if (
    typeof text !== 'string' ||
    (text !== '' && (text.charCodeAt(0) !== 47 || text.includes('~')))
  )
    parsePointer(text);
}
