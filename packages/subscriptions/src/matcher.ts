/**
 * The patterns, and which of them match a location.
 *
 * There are two tries over the same interned names. Exact patterns, which have no wildcards, are in the first; a location leads to
 * at most one node there. Patterns with wildcards are in the second, which is read through a lazily built automaton
 * (`automaton.ts`). The two are separate because exact patterns are added and removed all the time (a mounted component adds one,
 * an unmounted one removes it), and this must not invalidate the automaton.
 *
 * The *spot* of a location is its node in the first trie together with its state in the second. It is found
 *
 * 1. in a bounded memo of pointers (`recent-map.ts`), with one lookup for a pointer that was asked for before;
 * 2. otherwise by one scan over the characters of the pointer, with one step in each trie per segment (`segment-table.ts`).
 *
 * A new exact pattern creates nodes for itself and its prefixes; the memo then deletes these pointers only. A new pattern with
 * wildcards empties the memo, but only if it had to invalidate a state or transition of the automaton.
 */

import {
  escapeSegment,
  GLOBSTAR,
  parsePattern,
  parsePointer,
  WILDCARD,
  type Pattern,
  type Pointer,
  type Segments,
} from '@data-map/path';
import { Automaton, type State } from './automaton.ts';
import { RecentMap } from './recent-map.ts';
import { roll, SegmentTable } from './segment-table.ts';
import { prune, TrieNode, type Edge } from './trie-node.ts';

const SLASH = 47;

/** The capacity of each of the two generations of the memo, in pointers. */
const MEMO_CAPACITY = 8192;

/** For this many new nodes the memo is emptied: deleting every prefix from it takes time quadratic in the length of the pattern. */
const MANY_PREFIXES = 32;

/** Where a location leads in the two tries. Valid until the next `add`. */
export interface Spot<T> {
  /** The node of the exact patterns that match the location or one below it. */
  readonly node: TrieNode<T> | undefined;
  /** The state of the patterns with wildcards that match the location or can match one below it. */
  readonly state: State<T>;
  /** A hash of the pointer, for `RecentMap.set`; 0 where `walk` found the spot. */
  readonly hash: number;
}

/** How much a trie has cached. Each figure is bounded. */
export interface CacheSizes {
  /** Pointers in the memo. */
  readonly pointers: number;
  /** States of the automaton. */
  readonly states: number;
  /** Transitions between them. */
  readonly transitions: number;
}

type Step = string | typeof WILDCARD | typeof GLOBSTAR;

/**
 * | operation | cost (l live nodes: patterns in progress) |
 * | --- | --- |
 * | `locate` of a pointer asked for before | O(1) |
 * | `locate` along known transitions | O(length) |
 * | `locate` otherwise | O(length + segments × l) |
 * | `add`, `remove` | O(length) |
 */
export class Matcher<T> {
  readonly names = new SegmentTable();
  /** The root of the trie of exact patterns. */
  readonly exact = new TrieNode<T>(0, undefined, undefined);
  /** The root of the trie of patterns with wildcards. */
  readonly wild = new TrieNode<T>(0, undefined, undefined);
  /** Over the trie `wild`. */
  readonly automaton = new Automaton<T>(this.wild);
  readonly #memo = new RecentMap<Spot<T>>(MEMO_CAPACITY);
  /** The version of the automaton for which the memo is valid. */
  #memoVersion = 0;
  #lastId = 0;
  /** Increases whenever a node of the trie `wild` gains or loses a value; `State.hitsVersion` is compared with it. */
  #valuesVersion = 1;

  get cached(): CacheSizes {
    const { states, transitions } = this.automaton;
    return { pointers: this.#memo.size, states, transitions };
  }

  add(pattern: Pattern, value: T): boolean {
    const steps = parsePattern(pattern);
    if (isExact(steps)) return this.#ensureExactNode(steps).addValue(value);
    return this.addTo(this.ensureNode(steps), value);
  }

  remove(pattern: Pattern, value: T): boolean {
    const steps = parsePattern(pattern);
    const node = this.#nodeOf(steps);
    if (node === undefined) return false;
    if (!isExact(steps)) return this.removeFrom(node, value);
    if (!node.deleteValue(value)) return false;
    prune(node, this.names);
    return true;
  }

  /** Returns the node of a pattern with wildcards; creates it if it is missing. The caller must give it a value at once (`addTo`). */
  ensureNode(steps: readonly Step[]): TrieNode<T> {
    let node = this.wild;
    for (const step of steps) {
      let child = this.#childOf(node, step);
      if (child === undefined) {
        child = this.#addChild(node, step);
        if (this.automaton.holds(node)) {
          this.automaton.invalidate(typeof child.edge === 'object' ? child.edge : undefined);
        }
        this.automaton.nodes++;
      }
      node = child;
    }
    return node;
  }

  /** Adds a value to a node of the trie `wild`. Returns false if it is there already. */
  addTo(node: TrieNode<T>, value: T): boolean {
    if (!node.addValue(value)) return false;
    this.#valuesVersion++;
    return true;
  }

  /** Removes a value from a node of the trie `wild`, and the node if it is empty then. Returns false if the value is not there. */
  removeFrom(node: TrieNode<T>, value: T): boolean {
    if (!node.deleteValue(value)) return false;
    this.#valuesVersion++;
    this.automaton.nodes -= prune(node, this.names);
    return true;
  }

  has(pattern: Pattern, value: T): boolean {
    return this.#nodeOf(parsePattern(pattern))?.has(value) ?? false;
  }

  /**
   * Returns the spot of a pointer, from the memo if it is there.
   *
   * @throws PointerSyntaxError if the text is not a pointer
   */
  locate(pointer: Pointer): Spot<T> {
    const { version } = this.automaton;
    if (version !== this.#memoVersion) {
      this.#memo.clear();
      this.#memoVersion = version;
    }
    const known = this.#memo.get(pointer);
    if (known !== undefined) return known;
    const spot = this.find(pointer);
    this.#memo.set(pointer, spot.hash, spot);
    return spot;
  }

  /**
   * Returns the spot of a pointer without the memo, for a caller that has its own cache. The caller must empty that cache when
   * the version of the automaton changes.
   *
   * @throws PointerSyntaxError if the text is not a pointer
   */
  find(pointer: Pointer): Spot<T> {
    const { names, automaton } = this;
    let node: TrieNode<T> | undefined = this.exact;
    let state = automaton.start();
    // Only a text without a leading `/` or with a `~` can be malformed: it is parsed, which throws then
    if (
      typeof pointer !== 'string' ||
      (pointer.length > 0 && (pointer.charCodeAt(0) !== SLASH || pointer.includes('~')))
    ) {
      parsePointer(pointer);
    }
    const { length } = pointer;
    let whole = 0;
    for (let start = 1; start <= length;) {
      let hash = names.seed;
      let end = start;
      for (let code; end < length && (code = pointer.charCodeAt(end)) !== SLASH; end++) {
        hash = roll(hash, code);
      }
      if (state.namedCount > 0 || node !== undefined) {
        const name = names.findIn(pointer, start, end, hash);
        node = name === undefined ? undefined : node?.child(name.id);
        state = automaton.step(state, name);
      } else {
        // No pattern has a name from here on, so the segment need not be looked up
        node = undefined;
        state = automaton.step(state, undefined);
      }
      whole = roll(whole, hash);
      start = end + 1;
    }
    return { node, state, hash: whole };
  }

  /** Returns the spot of a location that is given by its segments. */
  walk(location: Segments): Spot<T> {
    let node: TrieNode<T> | undefined = this.exact;
    let state = this.automaton.start();
    for (const segment of location) {
      const name = this.names.find(String(segment));
      node = name && node?.child(name.id);
      state = this.automaton.step(state, name);
    }
    return { node, state, hash: 0 };
  }

  /** Returns the values of the patterns with wildcards that match in a state, each once. */
  hits(state: State<T>): readonly T[] {
    if (state.hitsVersion !== this.#valuesVersion) {
      state.hits = valuesOf(state.nodes);
      state.hitsVersion = this.#valuesVersion;
    }
    return state.hits;
  }

  /** Returns the values of the patterns with wildcards that match in a state or may match further down. O(trie nodes below). */
  valuesWithin(state: State<T>): Set<T> {
    const values = new Set<T>();
    const pending = [...state.nodes];
    for (let node; (node = pending.pop()) !== undefined;) {
      node.forEachValue((value) => values.add(value));
      node.forEachNamed((child) => pending.push(child));
      if (node.star !== undefined) pending.push(node.star);
      if (node.globstar !== undefined) pending.push(node.globstar);
    }
    return values;
  }

  #nodeOf(steps: readonly Step[]): TrieNode<T> | undefined {
    let node: TrieNode<T> | undefined = isExact(steps) ? this.exact : this.wild;
    for (const step of steps) node = node && this.#childOf(node, step);
    return node;
  }

  #childOf(node: TrieNode<T>, step: Step): TrieNode<T> | undefined {
    if (step === WILDCARD) return node.star;
    // Adjacent `**` match the same as a single one, so they share a node
    if (step === GLOBSTAR) return node.edge === GLOBSTAR ? node : node.globstar;
    const name = this.names.find(step);
    return name === undefined ? undefined : node.child(name.id);
  }

  /** Returns the node of an exact pattern; creates it if it is missing, and deletes the pointers of new nodes from the memo. */
  #ensureExactNode(steps: readonly string[]): TrieNode<T> {
    let node = this.exact;
    let prefix = '';
    let added = 0;
    for (const step of steps) {
      if (this.#memo.size > 0) prefix += `/${escapeSegment(step)}`;
      let child = this.#childOf(node, step);
      if (child === undefined) {
        child = this.#addChild(node, step);
        if (++added < MANY_PREFIXES) this.#memo.delete(prefix);
        else this.#memo.clear();
      }
      node = child;
    }
    return node;
  }

  #addChild(parent: TrieNode<T>, step: Step): TrieNode<T> {
    const edge: Edge = typeof step === 'string' ? this.names.retain(step) : step;
    const child = new TrieNode(++this.#lastId, parent, edge);
    parent.attach(child);
    return child;
  }
}

/** Whether a pattern has no wildcards, so that it matches exactly one location. */
export function isExact(steps: readonly Step[]): steps is readonly string[] {
  return steps.every((step) => typeof step === 'string');
}

function valuesOf<T>(nodes: readonly TrieNode<T>[]): readonly T[] {
  const values = new Set<T>();
  for (const node of nodes) node.forEachValue((value) => values.add(value));
  return [...values];
}
