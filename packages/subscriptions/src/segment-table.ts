/**
 * Interned segments: every name that some pattern spells out, once, with a number for it.
 *
 * A pointer is matched without being split. While its characters are scanned, a rolling hash of the current segment is
 * kept; at the next `/` the hash leads to the interned segment, which is then compared character by character, so that a
 * collision costs time and never a wrong answer. A segment that no pattern names is simply not found: to a matcher
 * all such segments are the same. No substring is made, and no string is hashed by the engine.
 *
 * Hash: FNV-1a over UTF-16 code units, from a start value that differs in each table, so that a list of colliding names
 * cannot be prepared.
 */

import { escapeSegment } from '@data-map/path';

const FNV_PRIME = 0x01000193;

/** A name that patterns use. */
export interface Name {
  /** Unescaped, as it stands in a document. */
  readonly key: string;
  /** Escaped, as it stands in a pointer. */
  readonly text: string;
  readonly hash: number;
  /** Never used again for another name, so that what was remembered under it can only become useless, not wrong. */
  readonly id: number;
  /** What transitions by this name are known under: the id, until they become outdated. */
  via: number;
  /** How many trie nodes carry this name; it leaves the table with the last one. */
  uses: number;
  /** The next name with the same hash. */
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
  /** What a rolling hash starts with: `hash = roll(hash, codeUnit)` for each code unit. */
  readonly seed: number;
  readonly #byHash = new Map<number, Name>();
  readonly #byKey = new Map<string, Name>();
  #lastId = 0;

  constructor(seed: number = (Math.random() * 2 ** 32) | 0) {
    this.seed = seed;
  }

  get size(): number {
    return this.#byKey.size;
  }

  find(key: string): Name | undefined {
    return this.#byKey.get(key);
  }

  /** The name that stands in `pointer` from `start` to `end` and has this hash. */
  findIn(pointer: string, start: number, end: number, hash: number): Name | undefined {
    let name = this.#byHash.get(hash);
    while (name !== undefined && !standsIn(name.text, pointer, start, end)) name = name.next;
    return name;
  }

  /** The name for a key, made where it is missing, with one more use. */
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
    const name: Name = { key, text, hash, id, via: id, uses: 1, next };
    this.#byHash.set(hash, name);
    this.#byKey.set(key, name);
    return name;
  }

  /** Takes one use back. */
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

/** One step of the rolling hash. */
export function roll(hash: number, codeUnit: number): number {
  return Math.imul(hash ^ codeUnit, FNV_PRIME);
}

function standsIn(text: string, pointer: string, start: number, end: number): boolean {
  return text.length === end - start && pointer.startsWith(text, start);
}
