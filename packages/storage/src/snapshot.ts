import { parsePointer, resolvePointer, resolveSegment } from '@data-map/path';
import type { Pattern, Pointer, Segments } from '@data-map/path';
import { requireArray } from './errors.ts';
import type { Moment } from './moment.ts';
import { leaves, matches, pointersOf, splitPattern } from './plain-walk.ts';
import { PrefixMatcher } from './prefix-matcher.ts';

/**
 * A document as it was at one version: nothing that is done to the store afterwards changes it. Made by
 * `FlatStore.snapshot`; it shares all containers with the store until the store changes them.
 *
 * It offers what queries ask a store for, so `queryFlat(snapshot, …)` works, and so does a compiled query on `toObject()`.
 * `T` is the type of the document, where whoever takes the snapshot knows it.
 *
 * @example
 * ```ts
 * import { FlatStore } from '@data-map/storage';
 * const store = new FlatStore({ todos: [{ done: false }] });
 * const before = store.snapshot();
 * store.set('/todos/0/done', true);
 * console.log(before.get('/todos/0/done'), store.get('/todos/0/done')); // -> false true
 * store.restore(before);
 * console.log(store.toObject() === before.toObject()); // -> true
 * ```
 */
export class Snapshot<T = unknown> {
  readonly #moment: Moment;

  /** @internal */
  constructor(moment: Moment) {
    this.#moment = moment;
  }

  /** The store's version at which it was taken. */
  get version(): number {
    return this.#moment.version;
  }

  /**
   * The value at the pointer, undefined where nothing is. O(k), and once what `toObject` costs, if the store was written
   * since.
   *
   * @throws PointerSyntaxError when it is no pointer
   */
  get(pointer: Pointer): unknown {
    const { now } = this.#moment;
    return now === undefined ? resolvePointer(this.toObject(), pointer) : now.get(pointer);
  }

  /** The same for a location in segments, as they stand in a Change. @throws ValueError when it is no array */
  getAt(segments: Segments): unknown {
    requireArray(segments, 'segments');
    const { now } = this.#moment;
    if (now !== undefined) return now.getAt(segments);
    let value: unknown = this.toObject();
    for (const segment of segments) value = resolveSegment(value, segment);
    return value;
  }

  /** Whether something is at the pointer. Costs what `get` does, and throws what it throws. */
  has(pointer: Pointer): boolean {
    return this.get(pointer) !== undefined;
  }

  /**
   * The whole document. The first time it costs a copy of the containers that were written since they were last read, and
   * O(k) for each of the writes that were made since, 1,300 at most; then O(1).
   */
  toObject(): T {
    return this.#moment.make() as T;
  }

  /** The same, for `JSON.stringify`. */
  toJSON(): T {
    return this.toObject();
  }

  /**
   * The pointers of the leaves at and below a prefix, lazily, in document order. Costs what `get` of the prefix does; then
   * each step O(1), entering an object its members.
   *
   * @throws PointerSyntaxError when the prefix is no pointer
   * @throws PathLimitError when iteration has gone round in a container that contains itself; so do all that list
   */
  keys(prefix: Pointer = ''): Generator<Pointer, void, undefined> {
    return pointersOf(this.entries(prefix));
  }

  /** The leaves at and below a prefix with their pointers, as `keys`. */
  entries(prefix: Pointer = ''): Generator<[Pointer, unknown], void, undefined> {
    return leaves(this.get(prefix), prefix);
  }

  /**
   * The pointers of all values, containers and leaves, that a pattern matches, in document order. Costs what the pattern reaches.
   *
   * @throws PointerSyntaxError when it is no pattern
   */
  getPointersMatchingPattern(pattern: Pattern): Pointer[] {
    return matchingPointers(this, pattern);
  }
}

/** What matching a pattern asks of a document. */
export function matchingPointers(
  document: { getAt(segments: Segments): unknown },
  pattern: Pattern,
): Pointer[] {
  const { prefix, rest } = splitPattern(pattern);
  return matches(document.getAt(parsePointer(prefix)), prefix, new PrefixMatcher(rest));
}
