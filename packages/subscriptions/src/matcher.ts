/**
 * Patterns, and where a location stands among them.
 *
 * Two tries over the same interned names. Patterns without wildcards lie in the first, where a location leads to one node
 * at most. Patterns with wildcards lie in the second, which is read through a lazily built automaton (`automaton.ts`).
 * They are kept apart because the first kind comes and goes all the time (one component, one place) and must not
 * cost the automaton anything.
 *
 * The *spot* of a location is its node in the first trie and its state in the second. It is found
 *
 * 1. in a bounded memo of pointers (`recent-map.ts`): one lookup for a pointer that was asked for before;
 * 2. otherwise by one scan over the characters, with one step in each trie for each segment (`segment-table.ts`).
 *
 * A new exact pattern creates nodes for itself and for prefixes of it, and the memo forgets these pointers and no others.
 * A new pattern with wildcards makes it forget everything, but only if a state of the automaton had to change.
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

/** Pointers remembered at most, in each of the two generations of the memo. */
const MEMO_CAPACITY = 8192;

/** From so many new prefixes on the memo is emptied: to forget them one by one is quadratic in their length. */
const MANY_PREFIXES = 32;

/** Where a location stands among the patterns. Valid until the next `add`. */
export interface Spot<T> {
  /** The node of the exact patterns that lead here, or through here. */
  readonly node: TrieNode<T> | undefined;
  /** The nodes of the patterns with wildcards that match here, or lead through here. */
  readonly state: State<T>;
  /** A hash of the pointer, if it was found by one. */
  readonly hash: number;
}

/** What is remembered to answer faster; all of it is bounded. */
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
  readonly exact = new TrieNode<T>(0, undefined, undefined);
  readonly wild = new TrieNode<T>(0, undefined, undefined);
  /** Over the second trie. */
  readonly automaton = new Automaton<T>(this.wild);
  readonly #memo = new RecentMap<Spot<T>>(MEMO_CAPACITY);
  #memoVersion = 0;
  #lastId = 0;
  /** Goes up whenever a node of the second trie gains or loses a value. */
  #stamp = 1;

  get cached(): CacheSizes {
    const { states, transitions } = this.automaton;
    return { pointers: this.#memo.size, states, transitions };
  }

  add(pattern: Pattern, value: T): boolean {
    const steps = parsePattern(pattern);
    if (isExact(steps)) return this.#growExact(steps).addValue(value);
    return this.put(this.grow(steps), value);
  }

  remove(pattern: Pattern, value: T): boolean {
    const steps = parsePattern(pattern);
    const node = this.#nodeOf(steps);
    if (node === undefined) return false;
    if (!isExact(steps)) return this.take(node, value);
    if (!node.deleteValue(value)) return false;
    prune(node, this.names);
    return true;
  }

  /** The node of a pattern with wildcards, made where it is missing; it must be given a value at once. */
  grow(steps: readonly Step[]): TrieNode<T> {
    let node = this.wild;
    for (const step of steps) {
      let child = this.#childOf(node, step);
      if (child === undefined) {
        child = this.#grow(node, step);
        if (this.automaton.knows(node)) {
          this.automaton.outdate(typeof child.edge === 'object' ? child.edge : undefined);
        }
        this.automaton.nodes++;
      }
      node = child;
    }
    return node;
  }

  /** Adds a value to such a node; false where it is there already. */
  put(node: TrieNode<T>, value: T): boolean {
    if (!node.addValue(value)) return false;
    this.#stamp++;
    return true;
  }

  /** Takes a value from such a node, which is gone with its last one; false where it is not there. */
  take(node: TrieNode<T>, value: T): boolean {
    if (!node.deleteValue(value)) return false;
    this.#stamp++;
    this.automaton.nodes -= prune(node, this.names);
    return true;
  }

  has(pattern: Pattern, value: T): boolean {
    return this.#nodeOf(parsePattern(pattern))?.has(value) ?? false;
  }

  /** @throws PointerSyntaxError where the text is not a pointer */
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
   * The same, for those who remember pointers themselves; what they remember ends with the version.
   *
   * @throws PointerSyntaxError where the text is not a pointer
   */
  find(pointer: Pointer): Spot<T> {
    const { names, automaton } = this;
    let node: TrieNode<T> | undefined = this.exact;
    let state = automaton.start();
    // One test for the whole pointer: escapes are rare, and a wrong one is worth an error
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
      if (state.width > 0 || node !== undefined) {
        const name = names.findIn(pointer, start, end, hash);
        node = name === undefined ? undefined : node?.child(name.id);
        state = automaton.step(state, name);
      } else {
        // No pattern names what follows
        node = undefined;
        state = automaton.step(state, undefined);
      }
      whole = roll(whole, hash);
      start = end + 1;
    }
    return { node, state, hash: whole };
  }

  /** The same for a location in segments. */
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

  /** The values of the patterns with wildcards that match in this state, each once. */
  hits(state: State<T>): readonly T[] {
    if (state.stamp !== this.#stamp) {
      state.hits = valuesOf(state.nodes);
      state.stamp = this.#stamp;
    }
    return state.hits;
  }

  /** The values that are matched in this state or may be further down. O(nodes below). */
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
    // Neighbouring `**` take together what one of them takes
    if (step === GLOBSTAR) return node.edge === GLOBSTAR ? node : node.globstar;
    const name = this.names.find(step);
    return name === undefined ? undefined : node.child(name.id);
  }

  #growExact(steps: readonly string[]): TrieNode<T> {
    let node = this.exact;
    let prefix = '';
    let grown = 0;
    for (const step of steps) {
      if (this.#memo.size > 0) prefix += `/${escapeSegment(step)}`;
      let child = this.#childOf(node, step);
      if (child === undefined) {
        child = this.#grow(node, step);
        if (++grown < MANY_PREFIXES) this.#memo.delete(prefix);
        else this.#memo.clear();
      }
      node = child;
    }
    return node;
  }

  #grow(parent: TrieNode<T>, step: Step): TrieNode<T> {
    const edge: Edge = typeof step === 'string' ? this.names.retain(step) : step;
    const child = new TrieNode(++this.#lastId, parent, edge);
    parent.attach(child);
    return child;
  }
}

/** Whether a pattern has no wildcards, so that it is one pointer. */
export function isExact(steps: readonly Step[]): steps is readonly string[] {
  return steps.every((step) => typeof step === 'string');
}

function valuesOf<T>(nodes: readonly TrieNode<T>[]): readonly T[] {
  const values = new Set<T>();
  for (const node of nodes) node.forEachValue((value) => values.add(value));
  return [...values];
}
