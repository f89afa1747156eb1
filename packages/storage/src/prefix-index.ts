/**
 * PrefixIndex: a Map keyed by pointers that also knows which of them lie below others.
 *
 * A Map finds a whole pointer at the price of one hash; a trie over the same pointers (`prefix-trie.ts`) finds
 * whatever lies below a prefix, above a pointer or on a pattern without looking at the others. The trie holds the very
 * strings that are the Map's keys, so listing builds no pointer. Every walk is iterative, since a pointer may have 10,000
 * segments: it goes through a list of branches to which it adds those below.
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
  isLeaf,
  keyOf,
  nameOf,
  remove,
  Wide,
} from './prefix-trie.ts';
import type { Branch, Child } from './prefix-trie.ts';

/**
 * A map from pointers to values that can be asked by prefix and by pattern.
 *
 * | operation                          | cost                                                            |
 * | ---------------------------------- | --------------------------------------------------------------- |
 * | `get`, `has`, `set` of a known key | O(1), one hash of the string                                    |
 * | `set` of a new key, `delete`       | O(k)                                                            |
 * | `getByPrefix`, `keys`, `entries`   | O(k + m), lazy where they iterate                               |
 * | `getByPrefixPattern`               | what the pattern reaches: O(k + m) with `*`, the subtree for `**` |
 * | `ancestors`, `hasBelow`            | O(k)                                                            |
 * | `walk`                             | the part that the caller enters                                 |
 * | memory                             | 50 to 70 bytes a key, beside its string; 10 less for a set      |
 *
 * k: segments of the pointer, m: keys found.
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
  /** A Set as long as every value is `true`, which saves a third of its memory. */
  #stored: Set<Pointer> | Map<Pointer, V> = new Set();
  #root: Branch = [undefined];

  /**
   * An index of the entries, or an empty one. O(length of the pointers).
   *
   * @throws ValueError when `entries` is no iterable; PointerSyntaxError for the first that is no pointer
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
   * Stores a value. O(1) for a pointer that is stored, O(k) for a new one.
   *
   * @throws PointerSyntaxError when the key is no pointer; nothing is stored then
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

  /** Removes a pointer, not what lies below it; says whether it was there. O(k). */
  delete(pointer: Pointer): boolean {
    if (!this.#stored.delete(pointer)) return false;
    this.#root = remove(this.#root, pointer);
    return true;
  }

  /**
   * Adds a pointer to an index that is used as a set; says whether it is new. O(k).
   *
   * @throws PointerSyntaxError when it is no pointer
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

  /** Forgets everything. */
  clear(): void {
    this.#stored = new Set();
    this.#root = [undefined];
  }

  /**
   * The stored pointers at or below a prefix, those above before those below them. O(k + m).
   * A prefix ends where a segment ends: `/a` leads to `/a` and `/a/b`, not to `/ab`.
   *
   * @throws PointerSyntaxError when the prefix is no pointer
   */
  getByPrefix(prefix: Pointer): Pointer[] {
    const found: Pointer[] = [];
    const pending: Branch[] = [];
    const collect = (leaf: Pointer): void => void found.push(leaf);
    const enter = (branch: Branch): void => void pending.push(branch);
    const start = this.#descend(prefix);
    if (typeof start === 'string') found.push(start);
    else if (start !== undefined) pending.push(start);
    for (const branch of pending) {
      const key = keyOf(branch);
      if (key !== undefined) found.push(key);
      forEachChild(branch, collect, enter);
    }
    return found;
  }

  /**
   * The stored pointers that a pattern matches, each once. O(k + m) for `*`, the keys below for `**`.
   *
   * @throws PointerSyntaxError when it is no pattern
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
   * The stored pointers above this one, from the root down; the pointer itself is not among them. O(k).
   *
   * @throws PointerSyntaxError when it is no pointer
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
   * Whether any pointer is stored below a prefix, the prefix itself not counted. O(k).
   *
   * @throws PointerSyntaxError when the prefix is no pointer
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
   * The stored pointers at or below a prefix, one by one. A step costs O(1), the first one O(k), and one that comes to a place with
   * many children a look at each of these. Writing while iterating is allowed: a pointer that is removed before its turn does
   * not come, one that stays comes once, one that is added may or may not come.
   *
   * @throws PointerSyntaxError when the prefix is no pointer
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
      if (branch instanceof Wide) {
        for (const below of branch.branches.values()) pending.push(below);
        // A leaf that gets something below it turns into a branch, and the other way round: neither may come twice
        const leaves = [...branch.leaves];
        for (const leaf of leaves) if (this.has(leaf)) yield leaf;
      } else {
        for (let i = 1; i < branch.length; i++) {
          const item = branch[i]!;
          if (typeof item !== 'string') pending.push(item);
          else if (isLeaf(item) && this.has(item)) yield item;
        }
      }
    }
  }

  /** The stored pointers at or below a prefix with their values, as `keys`. */
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
   * Walks down from a prefix, together with something of the caller's that has the same shape, such as two versions
   * of a document: only what both have is visited. `step` is called for every name below a place that was entered, with
   * the context of that place, the unescaped name and the pointer that is stored there, if any; what it returns is
   * the context of the places below, `undefined` leaves them out. The prefix itself is not reported.
   *
   * @throws PointerSyntaxError when the prefix is no pointer
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

/** What an index that is used as a set holds for each pointer. */
const PRESENT: unknown = true;

function requirePointer(text: Pointer): void {
  if (
    typeof text !== 'string' ||
    (text !== '' && (text.charCodeAt(0) !== 47 || text.includes('~')))
  )
    parsePointer(text);
}
