import { IndirectionLayer } from '@data-map/arrays';
import { parseArrayIndex } from '@data-map/path';
import type { Segment } from '@data-map/path';
import { spliceArray, splicedArray, unchanged } from './container.ts';
import { settle } from './entry-graph.ts';
import { Entry, work } from './entry.ts';
import type { Key } from './entry.ts';
import * as Flag from './flag.ts';

/** How many times the length of the array may be moved by splices before the elements are kept by slot. */
const MOVES = 16;

/** Arrays of up to this length are always spliced in place. */
const LONG = 4096;

/**
 * The entry of an array.
 *
 * Child entries are attached at physical slots. As long as no element has moved, slot and index are equal and there is no
 * `IndirectionLayer`. The first edit that moves an element while there are child entries creates the layer, which maps
 * index to slot. From then on an edit changes the layer and re-keys no entry.
 *
 * Splicing a long array moves all elements behind the splice. When many were moved without a read of the array in between,
 * the elements themselves are kept by slot, too. Then an edit costs what the layer costs, O(log n), and `rebuild` makes the
 * plain array in one pass when somebody reads it.
 */
export class ArrayEntry extends Entry {
  override plain: unknown[];
  /** The version at which elements last changed their index. */
  shiftedAt = 0;
  /** Maps indices to slots; undefined while they are equal, and while there are no child entries to map to. */
  #layer: IndirectionLayer | undefined = undefined;
  /** The elements by slot, or undefined while they are in `plain`. If defined, the entry is owned and has a layer. */
  #slots: unknown[] | undefined = undefined;
  /** How many elements splices and moves have moved since the array was last read. */
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
    this.renewed();
  }

  override equals(other: unknown[]): boolean {
    this.rebuild();
    const { plain } = this;
    const { length } = plain;
    if (length !== other.length) return false;
    // `every` would skip holes; and without a call per element the loop takes a third of the time
    for (let i = 0; i < length; i++) {
      const a = plain[i];
      const b = other[i];
      if (a !== b && !unchanged(a, b)) return false;
    }
    return true;
  }

  /** Replaces `count` elements by values. The child entries of the removed elements must have been dropped. */
  splice(start: number, count: number, values: readonly unknown[]): void {
    const behind = this.length - start - count;
    const changes = this.#layerForEdit(behind === 0)?.splice(start, count, values.length);
    const slots = this.#slots;
    if (slots === undefined || changes === undefined) {
      this.#countMoves(count === values.length ? 0 : behind);
      if ((this.flags & Flag.Owned) !== 0) spliceArray(this.plain, start, count, values);
      else this.#own(splicedArray(this.plain, start, count, values));
      return;
    }
    this.own();
    for (const slot of changes.removed) slots[slot] = undefined;
    for (const [i, slot] of changes.inserted.entries()) slots[slot] = values[i];
  }

  move(from: number, to: number): void {
    this.#layerForEdit(false)?.move(from, to);
    this.own();
    if (this.#slots !== undefined) return;
    this.#countMoves(Math.abs(from - to));
    const { plain } = this;
    const value = plain[from];
    // Two splices would allocate a new backing store
    const step = from < to ? 1 : -1;
    for (let i = from; i !== to; i += step) plain[i] = plain[i + step];
    plain[to] = value;
  }

  /** Reorders the elements. Returns the new array, which the entry does not own: it is not edited any more. */
  permute(permutation: ArrayLike<number>): unknown[] {
    const old = settle(this) as unknown[];
    this.#layerForEdit(false)?.permute(permutation);
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

  /**
   * The layer that an edit has to update, undefined if there is none to update: no element has a child entry, or slots and
   * indices stay equal because the edit is at the end. Decides whether the elements are kept by slot from now on.
   */
  #layerForEdit(atEnd: boolean): IndirectionLayer | undefined {
    if (this.#slots === undefined) {
      if (this.#moves > MOVES * this.plain.length && this.plain.length > LONG) this.#moveToSlots();
      else if (this.children === undefined) return (this.#layer = undefined);
      else if (!atEnd) this.#layer ??= new IndirectionLayer(this.plain.length);
    }
    return this.#layer;
  }

  /** Stores the elements by slot. The entry is owned: a copy has just seen many moves. */
  #moveToSlots(): void {
    const { plain } = this;
    if (this.children === undefined) this.#layer = undefined;
    this.#layer ??= new IndirectionLayer(plain.length);
    // Releases the old array, which would keep removed elements alive
    this.plain = this.#slots = Array.from({ length: this.#layer.capacity }, () => undefined);
    for (const [i, slot] of this.#layer.slots().entries()) this.plain[slot] = plain[i];
  }

  #own(copy: unknown[]): void {
    work.copies++;
    this.plain = copy;
    this.flags |= Flag.Owned;
    this.renewed();
  }

  #countMoves(count: number): void {
    work.moves += count;
    this.#moves += count;
  }
}
