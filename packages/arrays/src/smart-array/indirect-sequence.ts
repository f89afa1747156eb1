import { IndirectionLayer } from '../indirection-layer.ts';
import type { Sequence } from './sequence.ts';

/**
 * The strategy `indirection`: elements stay in their slots, and an IndirectionLayer maps positions to slots. Reads and
 * edits O(log n). Made from an array in O(1), since the array becomes the slots of an identity.
 */
export class IndirectSequence<T> implements Sequence<T> {
  readonly strategy = 'indirection';
  /** Indexed by slot; undefined in free slots, which must not keep a removed element alive. */
  readonly #items: (T | undefined)[];
  readonly #layer: IndirectionLayer;

  constructor(items: T[]) {
    this.#items = items;
    this.#layer = new IndirectionLayer(items.length);
  }

  get length(): number {
    return this.#layer.length;
  }

  get(index: number): T {
    return this.#items[this.#layer.physical(index)] as T;
  }

  set(index: number, value: T): void {
    this.#items[this.#layer.physical(index)] = value;
  }

  push(value: T): void {
    this.#items[this.#layer.allocate()] = value;
  }

  pop(): T | undefined {
    return this.length === 0 ? undefined : this.#take(this.#layer.deallocate(this.length - 1));
  }

  splice(start: number, count: number, values: readonly T[]): T[] {
    if (count === 0 && values.length === 1) {
      this.#items[this.#layer.allocate(start)] = values[0];
      return [];
    }
    if (count === 1 && values.length === 0) return [this.#take(this.#layer.deallocate(start))];
    const { removed, inserted } = this.#layer.splice(start, count, values.length);
    const old = removed.map((slot) => this.#take(slot));
    for (const [k, slot] of inserted.entries()) this.#items[slot] = values[k];
    return old;
  }

  move(from: number, to: number): void {
    this.#layer.move(from, to);
  }

  toArray(): T[] {
    const items = this.#items;
    const slots = this.#layer.slots();
    const array: T[] = [];
    for (let k = 0; k < slots.length; k++) array.push(items[slots[k]!] as T);
    return array;
  }

  /** Empties a slot and returns what was in it. */
  #take(slot: number): T {
    const value = this.#items[slot] as T;
    this.#items[slot] = undefined;
    return value;
  }
}
