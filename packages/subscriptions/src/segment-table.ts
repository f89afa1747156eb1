/**
 * The segment table interns every name that occurs in a pattern and numbers it.
 *
 * A matcher scans a pointer without splitting it. It keeps a rolling hash of the current segment; at the next `/` it looks up
 * the names with that hash and compares them character by character, so a collision costs time but never gives a wrong answer.
 * A segment that no pattern names is not found; a matcher treats all such segments alike. No substring is created, and so the
 * JavaScript engine has none to hash.
 *
 * Hash: FNV-1a over UTF-16 code units, seeded at random for each table, so that an attacker cannot prepare colliding names.
 */

import { escapeSegment } from '@data-map/path';

const FNV_PRIME = 0x01000193;

/** An interned name. */
export interface Name {
  /** The name as a member of a document: unescaped. */
  readonly key: string;
  /** The name as a segment of a pointer: escaped. */
  readonly text: string;
  /** The hash of `text`. */
  readonly hash: number;
  /** Positive and never reused, so that an entry cached under a released name can become useless but not wrong. */
  readonly id: number;
  /** The key of transitions by this name: the id at first, a fresh negative number after each `Automaton.invalidate`. */
  transitionKey: number;
  /** The number of trie nodes with this name. When it drops to 0 the name leaves the table. */
  uses: number;
  /** The next name in the chain of names with the same hash. */
  next: Name | undefined;
}

/**
 * | operation | cost |
 * | --- | --- |
 * | `find(key)` | O(1) |
 * | `findIn(pointer, start, end, hash)` | O(length), no allocation |
 * | `retain(key)`, `release(name)` | O(length) |
 */
export class SegmentTable {
  /** The initial value of a rolling hash: `hash = roll(hash, codeUnit)` for each code unit. */
  readonly seed: number;
  readonly #byHash = new Map<number, Name>();
  readonly #byKey = new Map<string, Name>();
  #lastId = 0;

  constructor(seed: number = (Math.random() * 2 ** 32) | 0) {
    this.seed = seed;
  }

  /** The number of names. */
  get size(): number {
    return this.#byKey.size;
  }

  /** Returns the name with this unescaped text. */
  find(key: string): Name | undefined {
    return this.#byKey.get(key);
  }

  /** Returns the name that equals `pointer.slice(start, end)`, whose hash the caller has rolled. */
  findIn(pointer: string, start: number, end: number, hash: number): Name | undefined {
    let name = this.#byHash.get(hash);
    while (name !== undefined && !equalsSlice(name.text, pointer, start, end)) name = name.next;
    return name;
  }

  /** Returns the name for an unescaped key with one more use; creates it if it is missing. */
  retain(key: string): Name {
    const known = this.#byKey.get(key);
    if (known !== undefined) {
      known.uses++;
      return known;
    }
    const text = escapeSegment(key);
    let hash = this.seed;
    for (let at = 0; at < text.length; at++) hash = roll(hash, text.charCodeAt(at));
    const next = this.#byHash.get(hash);
    const id = ++this.#lastId;
    const name: Name = { key, text, hash, id, transitionKey: id, uses: 1, next };
    this.#byHash.set(hash, name);
    this.#byKey.set(key, name);
    return name;
  }

  /** Gives back one use, and removes the name after the last one. */
  release(name: Name): void {
    if (--name.uses > 0) return;
    this.#byKey.delete(name.key);
    const first = this.#byHash.get(name.hash);
    if (first !== name) {
      let before = first;
      while (before !== undefined && before.next !== name) before = before.next;
      if (before !== undefined) before.next = name.next;
    } else if (name.next === undefined) {
      this.#byHash.delete(name.hash);
    } else {
      this.#byHash.set(name.hash, name.next);
    }
  }
}

/** Adds one code unit to a rolling hash. */
export function roll(hash: number, codeUnit: number): number {
  return Math.imul(hash ^ codeUnit, FNV_PRIME);
}

function equalsSlice(text: string, pointer: string, start: number, end: number): boolean {
  return text.length === end - start && pointer.startsWith(text, start);
}
