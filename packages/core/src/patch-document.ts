import { parsePointer, type Pointer } from '@data-map/path';
import type { Change, FlatStore } from '@data-map/storage';
import { nothingAt, type PatchTarget } from './json-patch.ts';
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

  isObject(pointer: Pointer): boolean {
    return this.#store.typeAt(pointer) === 'object';
  }

  set(pointer: Pointer, value: unknown): void {
    this.#record(this.#store.set(pointer, value));
  }

  delete(pointer: Pointer): void {
    this.#record(this.#store.delete(pointer));
  }

  add(path: Pointer, value: unknown): void {
    this.#apply({
      op: 'add',
      pointer: path,
      segments: parsePointer(path),
      value,
      previous: undefined,
    });
  }

  remove(path: Pointer): void {
    const changes = this.#store.delete(path);
    if (changes.length === 0) throw nothingAt(path);
    this.#record(changes);
  }

  /** A place that is written often is found by its pointer, which need not be taken apart. */
  replace(path: Pointer, value: unknown): void {
    if (!this.#store.has(path)) throw nothingAt(path);
    this.set(path, value);
  }

  move(from: Pointer, path: Pointer): void {
    const places = {
      pointer: path,
      segments: parsePointer(path),
      from,
      fromSegments: parsePointer(from),
    };
    this.#apply({ op: 'move', ...places, value: undefined, previous: undefined });
  }

  #apply(change: Change): void {
    this.#record(this.#store.apply(change));
  }
}
