import type { Pointer } from '@data-map/path';
import type { Change, FlatStore } from '@data-map/storage';
import type { PatchTarget } from './json-patch.ts';
import type { MergeTarget } from './merge-patch.ts';

/** A store as patches see it: every write is recorded on the write path. */
export class PatchDocument implements PatchTarget, MergeTarget {
  readonly #store: FlatStore;
  readonly #record: (changes: readonly Change[]) => void;

  constructor(store: FlatStore, record: (changes: readonly Change[]) => void) {
    this.#store = store;
    this.#record = record;
  }

  peek(pointer: Pointer): unknown {
    return this.#store.get(pointer);
  }

  has(pointer: Pointer): boolean {
    return this.#store.has(pointer);
  }

  isArray(pointer: Pointer): boolean {
    return this.#store.arrayLength(pointer) !== undefined;
  }

  isObject(pointer: Pointer): boolean {
    return this.#store.typeAt(pointer) === 'object';
  }

  set(pointer: Pointer, value: unknown): void {
    this.#record(this.#store.set(pointer, value));
  }

  insert(array: Pointer, index: number | '-', value: unknown): void {
    const at = index === '-' ? (this.#store.arrayLength(array) ?? 0) : index;
    this.#record(this.#store.insert(array, at, value));
  }

  delete(pointer: Pointer): void {
    this.#record(this.#store.delete(pointer));
  }

  move(from: Pointer, to: Pointer): void {
    this.#record(this.#store.move(from, to));
  }
}
