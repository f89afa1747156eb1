import { IndirectionLayer } from '@data-map/arrays';
import { parseArrayIndex } from '@data-map/path';
import type { Segment } from '@data-map/path';
import { spliceArray, splicedArray, unchanged } from './container.ts';
import { settle } from './entry-graph.ts';
import { Entry, work } from './entry.ts';
import type { Key } from './entry.ts';
import * as Flag from './flag.ts';

/** So many elements, in proportion to the length, may be moved before it is worth while to leave all of them where they are. */
const MOVES = 16;

/** Shorter arrays are spliced at once, whatever comes. */
const LONG = 4096;

/**
 * The entry of an array.
 *
 * The entries of its elements hang at physical slots. As long as nothing moved, slot and index are equal and there is no
 * layer; the first edit that moves an element which has an entry makes one. Then an edit changes the layer and no entry.
 *
 * To splice a long array moves all elements behind. When that was done often without anybody asking for the array in between, the
 * elements stay at their slots, too: then an edit costs what it costs the layer, O(log n), and `plain` is made again by one pass
 * when somebody asks.
 */
export class ArrayEntry extends Entry {
  override plain: unknown[];
  /** The version at which elements last changed their place. */
  moved = 0;
  #layer: IndirectionLayer | undefined = undefined;
  /** The elements by slot, while they are ahead of `plain`; the entry is owned then, and has a layer. */
  #slots: unknown[] | undefined = undefined;
  /** How many elements were moved since somebody asked for the array. */
  #moves = 0;

  constructor(plain: unknown[], stamp: number) {
    super(stamp);
    this.plain = plain;
  }

  get length(): number {
    return this.#slots === undefined ? this.plain.length : this.#layer!.length;
  }

  override get isPlain(): boolean {
    return this.#slots === undefined;
  }

  override keyOf(segment: Segment): Key | undefined {
    const index = typeof segment === 'number' ? segment : parseArrayIndex(segment);
    return index >= 0 && index < this.length ? index : undefined;
  }

  override read(key: Key): unknown {
    if (this.#slots === undefined) return this.plain[key as number];
    return (key as number) < this.length ? this.#slots[this.slotOf(key) as number] : undefined;
  }

  override write(key: Key, value: unknown): void {
    if (this.#slots === undefined) this.plain[key as number] = value;
    else this.#slots[this.slotOf(key) as number] = value;
  }

  override add(key: Key, value: unknown): void {
    this.splice(key as number, 0, [value]);
  }

  override own(): void {
    if ((this.flags & Flag.Owned) === 0) this.#own(this.plain.slice());
  }

  override rebuild(): void {
    this.#moves = 0;
    const slots = this.#slots;
    if (slots === undefined) return;
    work.copies++;
    this.plain = Array.from(this.#layer!.slots(), (slot) => slots[slot]);
    this.#slots = undefined;
  }

  override equals(other: unknown[]): boolean {
    this.rebuild();
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
    const behind = this.length - start - count;
    const changes = this.#follow(behind === 0)?.splice(start, count, values.length);
    const slots = this.#slots;
    if (slots === undefined || changes === undefined) {
      this.#moved(count === values.length ? 0 : behind);
      if ((this.flags & Flag.Owned) !== 0) spliceArray(this.plain, start, count, values);
      else this.#own(splicedArray(this.plain, start, count, values));
      return;
    }
    this.own();
    for (const slot of changes.removed) slots[slot] = undefined;
    for (const [i, slot] of changes.inserted.entries()) slots[slot] = values[i];
  }

  move(from: number, to: number): void {
    this.#follow(false)?.move(from, to);
    this.own();
    if (this.#slots !== undefined) return;
    this.#moved(Math.abs(from - to));
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
    if (this.#slots === undefined) {
      if (this.#moves > MOVES * this.plain.length && this.plain.length > LONG) this.#spread();
      else if (this.children === undefined) return (this.#layer = undefined);
      else if (!atEnd) this.#layer ??= new IndirectionLayer(this.plain.length);
    }
    return this.#layer;
  }

  /** Puts the elements at their slots. So much was moved in an array that is owned. */
  #spread(): void {
    const { plain } = this;
    if (this.children === undefined) this.#layer = undefined;
    this.#layer ??= new IndirectionLayer(plain.length);
    // The old array is let go, and with it what will be removed
    this.plain = this.#slots = Array.from({ length: this.#layer.capacity }, () => undefined);
    for (const [i, slot] of this.#layer.slots().entries()) this.plain[slot] = plain[i];
  }

  #own(copy: unknown[]): void {
    work.copies++;
    this.plain = copy;
    this.flags |= Flag.Owned;
  }

  #moved(count: number): void {
    work.moves += count;
    this.#moves += count;
  }
}
