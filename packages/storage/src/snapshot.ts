import { parsePointer, resolvePointer, resolveSegment } from '@data-map/path';
import type { Pattern, Pointer, Segments } from '@data-map/path';
import { requireArray } from './errors.ts';
import type { Moment } from './moment.ts';
import { asEntry, asPointer, leaves, matches, splitPattern } from './plain-walk.ts';
import { PrefixMatcher } from './prefix-matcher.ts';

/**
 * A document as it was at one version: later writes to the store do not change it. Created by `FlatStore.snapshot`. It shares
 * all containers with the store until the store changes them.
 *
 * A snapshot has the methods that queries need, so `queryFlat(snapshot, …)` works; a compiled query runs on `toObject()`.
 * `T` is the type of the document, if the caller knows it.
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

  /** The version of the store when the snapshot was taken. */
  get version(): number {
    return this.#moment.version;
  }

  /**
   * Returns the value at the pointer, undefined if nothing is there. O(k). If the store was written since, the first read also
   * costs what the first `toObject` costs.
   *
   * @throws PointerSyntaxError when it is not a JSON Pointer
   */
  get(pointer: Pointer): unknown {
    const { now } = this.#moment;
    return now === undefined ? resolvePointer(this.toObject(), pointer) : now.get(pointer);
  }

  /**
   * The same for a location in segments, as in a Change.
   *
   * @throws ValueError when `segments` is not an array
   */
  getAt(segments: Segments): unknown {
    requireArray(segments, 'segments');
    const { now } = this.#moment;
    if (now !== undefined) return now.getAt(segments);
    let value: unknown = this.toObject();
    for (const segment of segments) value = resolveSegment(value, segment);
    return value;
  }

  /** Whether a value is at the pointer. Costs what `get` costs, and throws what it throws. */
  has(pointer: Pointer): boolean {
    return this.get(pointer) !== undefined;
  }

  /**
   * Returns the whole document. The first call copies the containers that were written since they were last read, and costs
   * O(k) for each write since the snapshot that it has to undo, 1,300 at most. Later calls cost O(1).
   */
  toObject(): T {
    return this.#moment.materialize() as T;
  }

  /** The same as `toObject`, for `JSON.stringify`. */
  toJSON(): T {
    return this.toObject();
  }

  /**
   * Iterates lazily over the pointers of the leaves at and below a prefix, in document order. The call costs what `get` of the
   * prefix costs; a step costs O(1), and entering an object O(its members).
   *
   * @throws PointerSyntaxError when the prefix is not a JSON Pointer
   * @throws PathLimitError during iteration, when a container contains itself; so does every method that lists
   */
  keys(prefix: Pointer = ''): Generator<Pointer, void, undefined> {
    return leaves(this.get(prefix), prefix, asPointer);
  }

  /** The same as `keys`, as pairs of pointer and leaf. */
  entries(prefix: Pointer = ''): Generator<[Pointer, unknown], void, undefined> {
    return leaves(this.get(prefix), prefix, asEntry);
  }

  /**
   * Returns the pointers of all values that a pattern matches, containers and leaves, in document order. The cost is in
   * proportion to the places that the pattern reaches.
   *
   * @throws PointerSyntaxError when it is not a pattern
   */
  getPointersMatchingPattern(pattern: Pattern): Pointer[] {
    return matchingPointers(this, pattern);
  }
}

/** The pointers in a document that a pattern matches. The literal segments at its beginning are followed directly. */
export function matchingPointers(
  document: { getAt(segments: Segments): unknown },
  pattern: Pattern,
): Pointer[] {
  const { prefix, rest } = splitPattern(pattern);
  return matches(document.getAt(parsePointer(prefix)), prefix, new PrefixMatcher(rest));
}
