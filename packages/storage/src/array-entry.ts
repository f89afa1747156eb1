import { IndirectionLayer } from '@data-map/arrays';
import { parseArrayIndex } from '@data-map/path';
import type { Segment } from '@data-map/path';
import { spliceArray, unchanged } from './container.ts';
import { settle } from './entry-graph.ts';
import { Entry, work } from './entry.ts';
import type { Key } from './entry.ts';
import * as Flag from './flag.ts';

/**
 * The entry of an array.
 *
 * The entries of its elements hang at physical slots. As long as nothing moved, slot and index are equal and there is no
 * layer; the first edit that moves an element which has an entry makes one. Then an edit changes the layer and no entry.
 */
export class ArrayEntry extends Entry {
  override plain: unknown[];
  /** The version at which elements last changed their place. */
  moved = 0;
  #layer: IndirectionLayer | undefined = undefined;

  constructor(plain: unknown[], stamp: number) {
    super(stamp);
    this.plain = plain;
  }

  override keyOf(segment: Segment): Key | undefined {
    const index = typeof segment === 'number' ? segment : parseArrayIndex(segment);
    return index >= 0 && index < this.plain.length ? index : undefined;
  }

  override read(key: Key): unknown {
    return this.plain[key as number];
  }

  override write(key: Key, value: unknown): void {
    this.plain[key as number] = value;
  }

  override add(key: Key, value: unknown): void {
    this.splice(key as number, 0, [value]);
  }

  override own(): void {
    if ((this.flags & Flag.Owned) !== 0) return;
    work.copies++;
    this.plain = this.plain.slice();
    this.flags |= Flag.Owned;
  }

  override rebuild(): void {
    // An array is edited in place
  }

  override equals(other: unknown[]): boolean {
    const { plain } = this;
    const { length } = plain;
    if (length !== other.length) return false;
    // `every` would pass over holes, and calling nothing takes a third of the time
    for (let i = 0; i < length; i++) {
      const a = plain[i];
      const b = other[i];
      if (a !== b && !unchanged(a, b)) return false;
    }
    return true;
  }

  /** Puts values in the place of `count` elements; the entries of those must have been dropped. */
  splice(start: number, count: number, values: readonly unknown[]): void {
    this.#follow(start + count === this.plain.length)?.splice(start, count, values.length);
    this.own();
    spliceArray(this.plain, start, count, values);
  }

  move(from: number, to: number): void {
    this.#follow(false)?.move(from, to);
    this.own();
    const { plain } = this;
    const value = plain[from];
    // Two splices would make the array anew
    const step = from < to ? 1 : -1;
    for (let i = from; i !== to; i += step) plain[i] = plain[i + step];
    plain[to] = value;
  }

  /** Takes the elements in another order, as an array of its own that is not edited any more. */
  permute(permutation: ArrayLike<number>): unknown[] {
    const old = settle(this) as unknown[];
    this.#follow(false)?.permute(permutation);
    this.plain = Array.from(permutation, (from) => old[from]);
    return this.plain;
  }

  override slotOf(key: Key): Key {
    if (this.#layer === undefined) return key;
    return (key as number) < this.#layer.length ? this.#layer.physical(key as number) : -1;
  }

  override keyAt(slot: Key): Key {
    return this.#layer === undefined ? slot : this.#layer.logical(slot as number);
  }

  /** The layer that has to follow an edit, if entries depend on it. */
  #follow(atEnd: boolean): IndirectionLayer | undefined {
    if (this.children === undefined) return (this.#layer = undefined);
    if (!atEnd) this.#layer ??= new IndirectionLayer(this.plain.length);
    return this.#layer;
  }
}
