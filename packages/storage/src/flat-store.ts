/**
 * FlatStore: one JSON document, addressed by pointer, flattened lazily.
 *
 * The document is one plain JSON tree, adopted by reference. The caches that make pointers fast are created for the parts in
 * use only: `overlay.ts` reads, `editor.ts` writes, and `entry-graph.ts` describes how a write stays cheap while everything
 * that was handed out stays unchanged. `moment.ts` does the same for snapshots.
 */

import { formatPointer, parsePointer } from '@data-map/path';
import type { Pattern, Pointer, Segments } from '@data-map/path';
import type { Change } from './change.ts';
import { isContainer, unchanged } from './container.ts';
import { Editor, NONE } from './editor.ts';
import { settle, touch } from './entry-graph.ts';
import {
  changedMeanwhile,
  expect,
  IndexError,
  isValue,
  requireArray,
  requireChange,
  requireFunction,
  requireValue,
  rootFound,
} from './errors.ts';
import { deepFreeze, isDevelopment } from './freeze.ts';
import { Moment } from './moment.ts';
import type { MomentHost } from './moment.ts';
import { Originals } from './originals.ts';
import { LIMIT, Overlay } from './overlay.ts';
import { asEntry, asPointer, countLeaves, leaves } from './plain-walk.ts';
import { differences } from './reconcile.ts';
import { arrayAt, relocate, replay, takeBack } from './replay.ts';
import { matchingPointers, Snapshot } from './snapshot.ts';

/**
 * Containers of up to this many members are counted when they are added or removed, to keep `size` up to date. A larger one
 * invalidates `size`, and the next call counts the whole document.
 */
const FEW_MEMBERS = 1_000;

/** Options of a FlatStore. */
export interface FlatStoreOptions {
  /**
   * Whether the store freezes what it hands out, so that an accidental mutation throws where it happens. Costs a walk over
   * each container that is handed out for the first time. By default on if `process.env.NODE_ENV` is set to something other
   * than "production", and off if it is not set.
   */
  readonly freeze?: boolean | undefined;
  /**
   * How many cache entries reading may leave in memory. When there are more, those without unread writes are dropped.
   * 32,768 by default, which is about 6 MB at most.
   */
  readonly entries?: number | undefined;
}

/**
 * One JSON document, read and written by JSON Pointer, with structural sharing. Every write returns what it changed, as
 * Changes.
 *
 * The document is adopted by reference and never edited: a container that was passed in or handed out never changes. In
 * return, nobody else may edit it. `get` returns the same container until something at or below it changes.
 *
 * | operation                                  | cost                                                          |
 * | ------------------------------------------ | ------------------------------------------------------------- |
 * | construction                               | O(1), whatever the size                                       |
 * | `fromObject`                               | O(1), and a copy of the dirty containers, for `previous`      |
 * | `restore`                                  | as `fromObject`, and as `toObject` of the snapshot            |
 * | `get` of a pointer that is read often      | O(1): one lookup of the string                                |
 * | `get`, `getAt`                             | O(k), and for a container a copy of the dirty containers at and below it |
 * | `has`, `arrayLength`, `typeAt`, `segmentsOf`, `settledAt` | O(k)                                            |
 * | `set` of a leaf that is written often      | O(1) and its clean ancestors, and such copies as below        |
 * | `set`, `delete`                            | O(k), a copy of the container if it was read since its last copy, and of the dirty ones in the old value |
 * | `insert`, `splice`, `move` in arrays       | as `Array.prototype.splice`, and such a copy; O(log n) in a long array after many of them without a read of the array |
 * | `sort`, `reverse`                          | as `Array.prototype.sort`; O(n)                               |
 * | `setDeep`                                  | O(what is not shared between the two values)                  |
 * | `toObject`                                 | O(1), and a copy of the dirty containers                      |
 * | `snapshot`                                 | O(1); reading it as a whole costs what `toObject` costs, and O(k) for each of a bounded number of later writes |
 * | `version`, `getVersion`                    | O(1); O(k + dirty containers below)                           |
 * | `size`                                     | O(n) the first time, then O(1) unless a large container is added or removed |
 * | `keys`, `entries`                          | lazy; a step costs O(1), entering an object O(its members)    |
 * | `getPointersMatchingPattern`               | O(the places that the pattern reaches)                        |
 * | memory                                     | in proportion to what is written or read often, not to the document |
 *
 * k: segments of the pointer, n: members or leaves, dirty: written since it was last read. A copy is shallow.
 *
 * @example
 * ```ts
 * import { FlatStore } from '@data-map/storage';
 * const store = new FlatStore({ todos: [{ title: 'ship', done: false }], limit: 3 });
 * const before = store.get('/todos');
 * const [change] = store.set('/todos/0/done', true);
 * console.log(change?.op, change?.pointer, change?.previous, change?.value); // -> replace /todos/0/done false true
 * console.log(store.get('/todos/0')); // -> { title: 'ship', done: true }
 * console.log(before); // -> [ { title: 'ship', done: false } ]
 * ```
 */
export class FlatStore {
  readonly #overlay: Overlay;
  readonly #editor: Editor;
  /** Whether the store freezes what it hands out. */
  readonly freeze: boolean;
  /** The number of leaves; NaN while it is unknown. */
  #leaves = NaN;
  /** What snapshots need from the store; created with the first one. */
  #momentHost: MomentHost | undefined = undefined;

  /**
   * Adopts a document, `{}` if none is given. O(1).
   *
   * @throws ValueError when the document is a function or a symbol, or an option is of the wrong type
   */
  constructor(document: unknown = {}, options: FlatStoreOptions = {}) {
    requireValue('', document);
    expect(typeof options === 'object' && options !== null, options, 'an object of options');
    const { freeze = isDevelopment(), entries = LIMIT } = options;
    expect(typeof freeze === 'boolean', freeze, 'true or false as freeze');
    expect(typeof entries === 'number' && entries >= 0, entries, 'at least 0 entries');
    this.#overlay = new Overlay(document, entries);
    this.#editor = new Editor(this.#overlay);
    this.freeze = freeze;
  }

  /** Grows with every change, and only with changes. O(1). */
  get version(): number {
    return this.#overlay.version;
  }

  /**
   * The number of leaves: values that are neither an array nor a plain object. O(n) the first time, and after a container
   * with more than a thousand members was added or removed; O(1) otherwise.
   *
   * @throws PathLimitError when the document contains itself
   */
  get size(): number {
    if (Number.isNaN(this.#leaves)) this.#leaves = countLeaves(this.#overlay.getAt([]));
    return this.#leaves;
  }

  /**
   * Returns the value at the pointer, leaf or container; undefined if nothing is there.
   *
   * @throws PointerSyntaxError when it is not a JSON Pointer
   */
  get(pointer: Pointer): unknown {
    return this.#handOut(this.#overlay.get(pointer));
  }

  /**
   * Returns the value at a location in segments, as in a Change. O(k), and for a container a copy of the dirty containers at
   * and below it. Caches nothing.
   *
   * @throws ValueError when `segments` is not an array
   * @example
   * ```ts
   * import { FlatStore } from '@data-map/storage';
   * const store = new FlatStore({ list: ['a'], 0: 'b' });
   * console.log(store.getAt(['list', 0]), store.getAt(['0']), store.getAt(['list', '01'])); // -> a b undefined
   * ```
   */
  getAt(segments: Segments): unknown {
    requireArray(segments, 'segments');
    return this.#handOut(this.#overlay.getAt(segments));
  }

  /** Tells `IncrementalQuery` of `@data-map/path` that values returned by `getAt` never change. */
  get isPersistent(): true {
    return true;
  }

  /**
   * The same as `getAt`, but the result is valid only until the next write: it is not frozen, and the store may edit it in
   * place. In return, a container that is written again and again is not copied for each read.
   *
   * @throws ValueError when `segments` is not an array
   */
  glimpseAt(segments: Segments): unknown {
    requireArray(segments, 'segments');
    return this.#overlay.glimpseAt(segments);
  }

  /**
   * The same as `getAt` if that copies nothing, without freezing the result. Returns `undefined` as well for a container that
   * `getAt` would copy, because it was written since it was last read. O(k).
   *
   * @throws ValueError when `segments` is not an array
   */
  settledAt(segments: Segments): unknown {
    requireArray(segments, 'segments');
    return this.#overlay.settledAt(segments);
  }

  /** The same as `get`: containers are always returned as plain objects and arrays. */
  getObject(pointer: Pointer): unknown {
    return this.get(pointer);
  }

  /** Returns the whole document, as plain JSON that never changes afterwards. */
  toObject(): unknown {
    return this.get('');
  }

  /** The same as `toObject`, for `JSON.stringify`. */
  toJSON(): unknown {
    return this.toObject();
  }

  /**
   * Whether a value is at the pointer. O(k), or O(1) for a leaf that is used often. Copies nothing.
   *
   * @throws PointerSyntaxError when it is not a JSON Pointer
   */
  has(pointer: Pointer): boolean {
    return (
      this.#overlay.knows(pointer) || this.#overlay.peekAt(parsePointer(pointer)) !== undefined
    );
  }

  /**
   * Returns the length of the array at the pointer, undefined for anything else. O(k). Copies nothing, unlike reading the
   * array.
   *
   * @throws PointerSyntaxError when it is not a JSON Pointer
   */
  arrayLength(pointer: Pointer): number | undefined {
    return this.#overlay.lengthAt(parsePointer(pointer));
  }

  /**
   * Returns the kind of the value at the pointer: `object`, `array` or `leaf`; undefined if nothing is there. O(k). Copies
   * nothing, unlike reading a container.
   *
   * @throws PointerSyntaxError when it is not a JSON Pointer
   * @example
   * ```ts
   * import { FlatStore } from '@data-map/storage';
   * const store = new FlatStore({ todos: [{ due: null }] });
   * console.log(store.typeAt(''), store.typeAt('/todos'), store.typeAt('/todos/0/due'), store.typeAt('/todos/1')); // -> object array leaf undefined
   * ```
   */
  typeAt(pointer: Pointer): 'object' | 'array' | 'leaf' | undefined {
    const value = this.#overlay.peekAt(parsePointer(pointer));
    if (value === undefined) return undefined;
    if (!isContainer(value)) return 'leaf';
    return Array.isArray(value) ? 'array' : 'object';
  }

  /**
   * Returns the pointer as the segments that a Change would have: a number for each element of an array, a string for each
   * member of an object; undefined if nothing is there. O(k). Copies nothing.
   *
   * @throws PointerSyntaxError when it is not a JSON Pointer
   * @example
   * ```ts
   * import { FlatStore } from '@data-map/storage';
   * const store = new FlatStore({ lists: { '0': ['a', 'b'] } });
   * console.log(store.segmentsOf('/lists/0/1'), store.segmentsOf('/lists/1')); // -> [ 'lists', '0', 1 ] undefined
   * ```
   */
  segmentsOf(pointer: Pointer): Segments | undefined {
    return this.#overlay.locate(parsePointer(pointer));
  }

  /**
   * Returns a version of the value at the pointer: if the value has changed between two calls, the second number is greater.
   * So as long as the number is the same, the value is the same. The number may also grow without a change. Once a value
   * exists and its version was asked for, writes elsewhere do not grow it, except when an element above it was shifted, or
   * when the `entries` option made the store forget it. Where no value exists, writes nearby grow it.
   * O(k + dirty containers below).
   *
   * @throws PointerSyntaxError when it is not a JSON Pointer
   */
  getVersion(pointer: Pointer): number {
    return this.#overlay.versionAt(pointer);
  }

  /**
   * Writes a value at the pointer. In an array, an index replaces an element; the length and `-` append one. Missing parents
   * are created: arrays before `0` and `-`, objects otherwise. Writing an equal leaf, or the container that is there already,
   * changes nothing. Only the value itself is checked: a function or symbol inside it counts as a leaf, which JSON leaves out.
   *
   * @returns one Change, or none
   * @throws PointerSyntaxError, ValueError (`undefined`, a function or a symbol), IndexError (past the end, or not an index),
   *   LocationError (through a leaf); nothing is changed then
   * @example
   * ```ts
   * import { FlatStore } from '@data-map/storage';
   * const store = new FlatStore();
   * console.log(store.set('/users/-/name', 'Ada').map(({ op, pointer }) => `${op} ${pointer}`)); // -> [ 'add /users' ]
   * console.log(store.set('/users/0/name', 'Ada')); // -> []
   * console.log(store.toObject()); // -> { users: [ { name: 'Ada' } ] }
   * ```
   */
  set(pointer: Pointer, value: unknown): readonly Change[] {
    const memo = this.#overlay.leafAt(pointer);
    if (memo === undefined || isContainer(value)) return this.#set(pointer, value);
    requireValue(pointer, value);
    const { entry, key, value: previous } = memo;
    if (unchanged(previous, value)) return NONE;
    const { moment, originals } = this.#overlay;
    originals?.note(entry);
    const noted = moment === undefined || moment.beforeEdit(entry, false);
    const version = ++this.#overlay.version;
    touch(entry, version);
    entry.own();
    entry.write(key, value);
    this.#overlay.last = entry;
    memo.value = value;
    memo.stamp = version;
    memo.asked = undefined;
    const segments = (memo.segments ??= this.#handOut(this.#overlay.segmentsOf(entry, key)));
    const change: Change = { op: 'replace', pointer, segments, value, previous };
    if (!noted) moment.note(change);
    // Not `#handOut`: its segments are frozen already, and remembering each Change would cost thirty times as much
    return [this.freeze ? Object.freeze(change) : change];
  }

  /**
   * Removes the value at the pointer. In an array, the elements after it close the gap. If nothing is there, changes nothing.
   *
   * @returns one Change, or none
   * @throws PointerSyntaxError, LocationError for the root
   */
  delete(pointer: Pointer): readonly Change[] {
    const tokens = parsePointer(pointer);
    if (tokens.length === 0) throw rootFound();
    const place = this.#editor.findExisting(tokens);
    return place === undefined ? NONE : this.#done([this.#editor.remove(place)]);
  }

  /**
   * Inserts values before the element at an index, or at the end if the index is the length. A missing array is created.
   *
   * @returns one `add` for each value; if the array is created, one `add` of the array
   * @throws PointerSyntaxError, ValueError, IndexError, LocationError (not an array); nothing is changed then
   * @example
   * ```ts
   * import { FlatStore } from '@data-map/storage';
   * const store = new FlatStore({ list: ['a', 'd'] });
   * console.log(store.insert('/list', 1, 'b', 'c').map(({ pointer }) => pointer)); // -> [ '/list/1', '/list/2' ]
   * ```
   */
  insert(pointer: Pointer, index: number, ...values: unknown[]): readonly Change[] {
    return this.exchange(pointer, index, 0, values);
  }

  /**
   * Removes `deleteCount` elements from `start` on and inserts values in their place, as `Array.prototype.splice` does: all
   * elements are removed if `deleteCount` is omitted, none if it is `undefined`. Unlike there, a negative `start` throws.
   *
   * @returns a `replace` for each pair of old and new element that differ, then a `remove` or `add` for each one left over
   * @throws PointerSyntaxError, ValueError, IndexError, LocationError (not an array); nothing is changed then
   * @example
   * ```ts
   * import { FlatStore } from '@data-map/storage';
   * const store = new FlatStore({ list: ['a', 'b', 'c'] });
   * console.log(store.splice('/list', 1, 2, 'x').map(({ op, pointer }) => `${op} ${pointer}`)); // -> [ 'replace /list/1', 'remove /list/2' ]
   * ```
   */
  splice(
    pointer: Pointer,
    start: number,
    ...rest: [deleteCount?: number | undefined, ...values: unknown[]]
  ): readonly Change[] {
    const [deleteCount = rest.length === 0 ? Number.POSITIVE_INFINITY : 0, ...values] = rest;
    return this.exchange(pointer, start, deleteCount, values);
  }

  /**
   * The same as `splice`, with the values in an array: more than some 100,000 arguments would overflow the stack.
   *
   * @throws what `splice` throws, and ValueError when `values` is not an array
   */
  exchange(
    pointer: Pointer,
    start: number,
    deleteCount: number,
    values: readonly unknown[],
  ): readonly Change[] {
    requireArray(values, 'values', pointer);
    for (const value of values) requireValue(pointer, value);
    const tokens = parsePointer(pointer);
    const found = this.#editor.findArray(tokens);
    const length = found === undefined ? 0 : found.array.length;
    if (!Number.isInteger(start) || start < 0 || start > length) {
      throw new IndexError(pointer, start, length);
    }
    if (found === undefined) {
      if (values.length === 0) return NONE;
      return this.#done(this.#editor.assign(this.#editor.find(tokens), values));
    }
    const count = Math.min(Math.max(Math.trunc(deleteCount) || 0, 0), length - start);
    return this.#done(this.#editor.exchange(found.array, found.segments, start, count, values));
  }

  /**
   * Moves the value at `from` to `pointer`, whose indices count as after the removal (RFC 6902 §4.4). Within one array,
   * whatever the store has cached about the element moves with it.
   *
   * @returns one `move`, preceded by a `remove` if the target is an existing member of an object; a `remove` and an `add` if
   *   parents of the target are missing
   * @throws PointerSyntaxError, IndexError, LocationError (nothing at `from`, the root, a target inside the moved value,
   *   through a leaf, below a missing element); nothing is changed then
   * @example
   * ```ts
   * import { FlatStore } from '@data-map/storage';
   * const store = new FlatStore({ list: ['a', 'b', 'c'] });
   * const [change] = store.move('/list/0', '/list/-');
   * console.log(change?.op, change?.from, change?.pointer, store.get('/list')); // -> move /list/0 /list/2 [ 'b', 'c', 'a' ]
   * ```
   */
  move(from: Pointer, pointer: Pointer): readonly Change[] {
    return this.#done(relocate(this.#editor, parsePointer(from), parsePointer(pointer), false));
  }

  /**
   * Sorts the array at the pointer, stably. Without a comparison function the elements are compared as text, as by
   * `Array.prototype.sort`. O(n log n).
   *
   * @returns one `replace` of the array, with its permutation, or none
   * @throws PointerSyntaxError, LocationError (not an array, or the comparison function has changed it), ValueError (`compare` is
   *   not a function), and what the comparison function throws; nothing is changed then
   * @example
   * ```ts
   * import { FlatStore } from '@data-map/storage';
   * const store = new FlatStore({ list: [3, 1, 2] });
   * const [change] = store.sort('/list', (a, b) => Number(a) - Number(b));
   * console.log(store.get('/list'), Array.from(change?.permutation ?? [])); // -> [ 1, 2, 3 ] [ 1, 2, 0 ]
   * ```
   */
  sort(pointer: Pointer, compare: (a: unknown, b: unknown) => number = byText): readonly Change[] {
    requireFunction(compare, pointer);
    const elements = settle(
      arrayAt(this.#editor, parsePointer(pointer)).array,
    ) as readonly unknown[];
    this.#handOut(elements);
    const order = Array.from(elements, (value, index) => ({ value, index }));
    order.sort(({ value: a }, { value: b }) =>
      a === undefined || b === undefined
        ? Number(a === undefined) - Number(b === undefined)
        : compare(a, b),
    );
    // The caller's comparison function may have read, so that entries were dropped, or even have written
    const { array, segments } = arrayAt(this.#editor, parsePointer(pointer));
    if (settle(array) !== elements) throw changedMeanwhile(pointer);
    const permutation = order.map(({ index }) => index);
    return this.#done(this.#editor.permute(array, segments, permutation));
  }

  /**
   * Reverses the array at the pointer. O(n).
   *
   * @returns one `replace` of the array, with its permutation, or none
   * @throws PointerSyntaxError, LocationError (not an array)
   */
  reverse(pointer: Pointer): readonly Change[] {
    const { array, segments } = arrayAt(this.#editor, parsePointer(pointer));
    const permutation: number[] = [];
    for (let i = array.length - 1; i >= 0; i--) permutation.push(i);
    return this.#done(this.#editor.permute(array, segments, permutation));
  }

  /**
   * Makes the value at the pointer equal to another one and changes only what differs: everything else keeps its identity,
   * and an equal value changes nothing. Arrays are compared index by index. Suits data that is fetched from a server again and
   * again. If both values contain themselves and differ, the whole value is replaced.
   *
   * @returns a Change for each place that differed
   * @throws PointerSyntaxError, ValueError, IndexError, LocationError (through a leaf); nothing is changed then
   * @example
   * ```ts
   * import { FlatStore } from '@data-map/storage';
   * const store = new FlatStore({ users: [{ name: 'Ada' }, { name: 'Alan' }] });
   * const ada = store.get('/users/0');
   * const changes = store.setDeep('/users', [{ name: 'Ada' }, { name: 'Grace' }]);
   * console.log(changes.map(({ op, pointer }) => `${op} ${pointer}`), store.get('/users/0') === ada); // -> [ 'replace /users/1/name' ] true
   * ```
   */
  setDeep(pointer: Pointer, value: unknown): readonly Change[] {
    requireValue(pointer, value);
    const place = this.#editor.findExisting(parsePointer(pointer));
    if (place === undefined) return this.#set(pointer, value);
    const edits = differences(this.#overlay.getAt(place.segments), value, place.segments);
    for (const [segments, wanted] of edits) {
      if (wanted !== undefined) requireValue(formatPointer(segments), wanted);
    }
    const changes: Change[] = [];
    for (const [segments, wanted] of edits) {
      const target = this.#editor.find(segments);
      if (wanted === undefined) changes.push(this.#editor.remove(target));
      else changes.push(...this.#editor.assign(target, wanted));
    }
    return this.#done(changes);
  }

  /**
   * Replaces the whole document. O(1), and a copy of the dirty containers of the old document, for `previous`.
   *
   * @returns one `replace` of the root, or none
   * @throws ValueError when it is `undefined`, a function or a symbol
   */
  fromObject(document: unknown): readonly Change[] {
    return this.set('', document);
  }

  /**
   * Applies a Change. This replays Changes, and undoes them together with `invertChange`. The value is not checked, since an
   * adopted document may have held it: a function that was removed can be put back.
   *
   * @returns the Changes that were made, normally one
   * @throws StorageError when the argument is not a Change, or does not fit the document; nothing is changed then
   */
  apply(change: Change): readonly Change[] {
    requireChange(change);
    const { op, pointer, value } = change;
    if (op === 'replace' && isValue(value) && this.#overlay.leafAt(pointer) !== undefined) {
      return this.set(pointer, value);
    }
    return this.#done(replay(this.#editor, change));
  }

  /**
   * Turns on or off the recording of what the inverses of Changes do not restore, for `takeBack`: the position of a removed
   * member among the others, and the identity of edited containers. The first removal of a member costs O(the members of the
   * object), each further one O(1) amortised. Turning it off discards what was recorded.
   */
  keepOriginals(on: boolean): void {
    this.#overlay.originals?.release();
    this.#overlay.originals = on ? new Originals() : undefined;
  }

  /**
   * Undoes the last Changes, the last one first, by applying their inverses. In addition, members that were removed while
   * `keepOriginals` was on return to their old position, and containers that were handed out before return by identity.
   *
   * @returns the Changes that were made; among them a `replace` for each object whose members were put back in order
   * @throws StorageError when the argument is not an array of Changes, or when one of them does not fit, because they were
   *   not the last ones; those after it are undone then
   * @example
   * ```ts
   * import { FlatStore } from '@data-map/storage';
   * const store = new FlatStore({ a: 1, b: 2 });
   * store.keepOriginals(true);
   * store.takeBack(store.delete('/a'));
   * console.log(JSON.stringify(store.toObject())); // -> {"a":1,"b":2}
   * ```
   */
  takeBack(changes: readonly Change[]): readonly Change[] {
    const { originals } = this.#overlay;
    if (originals !== undefined) originals.rolledBack = true;
    return takeBack(
      changes,
      originals?.savedOrders,
      (change) => this.apply(change),
      (object, savedOrder) => this.#done(this.#editor.arrange(object, savedOrder)),
    );
  }

  /**
   * Iterates lazily over the pointers of the leaves at and below a prefix, in document order. Writes during the iteration do
   * not affect it: it shows the document as it was at the call.
   *
   * @throws PointerSyntaxError when the prefix is not a JSON Pointer
   * @throws PathLimitError during iteration, when a container contains itself; so does every method that lists
   * @example
   * ```ts
   * import { FlatStore } from '@data-map/storage';
   * const store = new FlatStore({ a: { b: 1, c: [] }, d: [true] });
   * console.log([...store.keys()], store.size); // -> [ '/a/b', '/d/0' ] 2
   * ```
   */
  keys(prefix: Pointer = ''): Generator<Pointer, void, undefined> {
    return leaves(this.#overlay.getAt(parsePointer(prefix)), prefix, asPointer);
  }

  /**
   * The same as `keys`, as pairs of pointer and leaf.
   *
   * @throws PointerSyntaxError when the prefix is not a JSON Pointer
   */
  entries(prefix: Pointer = ''): Generator<[Pointer, unknown], void, undefined> {
    return leaves(this.#overlay.getAt(parsePointer(prefix)), prefix, asEntry);
  }

  /**
   * Returns the pointers of the leaves at and below a prefix, sorted by UTF-16 code units. O(m log m) for m leaves.
   *
   * @throws PointerSyntaxError when the prefix is not a JSON Pointer
   */
  sortedKeys(prefix: Pointer = ''): Pointer[] {
    return [...this.keys(prefix)].sort(byText);
  }

  /**
   * Returns the pointers of all values that a pattern matches, containers and leaves, in document order. The cost is in
   * proportion to the places that the pattern reaches; the literal segments at its beginning are followed directly.
   *
   * @throws PointerSyntaxError when it is not a pattern
   * @example
   * ```ts
   * import { FlatStore } from '@data-map/storage';
   * const store = new FlatStore({ users: [{ name: 'Ada' }, { name: 'Alan', tags: {} }] });
   * console.log(store.getPointersMatchingPattern('/users/*\/name')); // -> [ '/users/0/name', '/users/1/name' ]
   * console.log(store.getPointersMatchingPattern('/**\/tags')); // -> [ '/users/1/tags' ]
   * ```
   */
  getPointersMatchingPattern(pattern: Pattern): Pointer[] {
    return matchingPointers(this.#overlay, pattern);
  }

  /**
   * Returns the document as it is now, to be read or restored later. O(1): dirty containers are not copied before the snapshot
   * is read as a whole, or read at all after a later write.
   */
  snapshot(): Snapshot {
    this.#momentHost ??= {
      overlay: this.#overlay,
      store: this,
      handOut: (value) => this.#handOut(value),
    };
    return new Snapshot(Moment.now(this.#momentHost));
  }

  /**
   * Replaces the document by that of a snapshot, which may be one of another store. Costs what `toObject` of the snapshot
   * costs.
   *
   * @returns one `replace` of the root, or none
   * @throws ValueError when the argument is not a snapshot
   */
  restore(snapshot: Snapshot): readonly Change[] {
    expect(typeof snapshot?.toObject === 'function', snapshot, 'a snapshot');
    return this.set('', snapshot.toObject());
  }

  #set(pointer: Pointer, value: unknown): readonly Change[] {
    requireValue(pointer, value);
    const tokens = parsePointer(pointer);
    const changes = this.#editor.assign(this.#editor.find(tokens), value);
    if (!isContainer(value)) this.#overlay.offer(pointer, tokens);
    return this.#done(changes);
  }

  #handOut<T>(value: T): T {
    return this.freeze ? deepFreeze(value) : value;
  }

  /** The end of every write except the fast path of `set`: updates `size`, sweeps if due, freezes what is returned. */
  #done(changes: readonly Change[]): readonly Change[] {
    for (const { op, value, previous, permutation } of changes) {
      if (Number.isNaN(this.#leaves) || op === 'move' || permutation !== undefined) continue;
      this.#leaves += countLeaves(value, FEW_MEMBERS) - countLeaves(previous, FEW_MEMBERS);
    }
    this.#overlay.tidy();
    return this.#handOut(changes);
  }
}

/** The order of `Array.prototype.sort`: as text, by UTF-16 code units. */
function byText(a: unknown, b: unknown): number {
  const left = String(a);
  const right = String(b);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
