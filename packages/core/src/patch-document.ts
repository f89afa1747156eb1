import { parsePointer, type Pointer } from '@data-map/path';
import type { Change, FlatStore } from '@data-map/storage';
import type { PatchTarget } from './json-patch.ts';
import type { MergeTarget } from './merge-patch.ts';

/** A store as the target of patches: records every write on the write path. */
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

  settled(pointer: Pointer): unknown {
    return this.#store.settledAt(parsePointer(pointer));
  }

  isObject(pointer: Pointer, depth: number): boolean {
    if (this.#store.typeAt(pointer) !== 'object') return false;
    const segments = this.#store.segmentsOf(pointer)!;
    // A segment that is an index leads into an array
    return segments.every((segment, at) => at < depth || typeof segment === 'string');
  }

  set(pointer: Pointer, value: unknown): void {
    this.#record(this.#store.set(pointer, value));
  }

  delete(pointer: Pointer): void {
    this.#record(this.#store.delete(pointer));
  }

  add(path: Pointer, value: unknown): void {
    this.#apply('add', path, value);
  }

  remove(path: Pointer): void {
    const changes = this.#store.delete(path);
    if (changes.length > 0) this.#record(changes);
    else this.#apply('remove', path);
  }

  /** Uses `set` where it can, which finds a place that is written often without parsing the pointer. */
  replace(path: Pointer, value: unknown): void {
    if (this.#store.has(path)) this.set(path, value);
    else this.#apply('replace', path, value);
  }

  move(from: Pointer, path: Pointer): void {
    this.#apply('move', path, undefined, { from, fromSegments: parsePointer(from) });
  }

  /** Applies an operation as a Change. The store refuses it where RFC 6902 does. */
  #apply(op: Change['op'], pointer: Pointer, value?: unknown, source?: Partial<Change>): void {
    const segments = parsePointer(pointer);
    const change = { op, pointer, segments, value, previous: undefined, ...source };
    this.#record(this.#store.apply(change));
  }
}
