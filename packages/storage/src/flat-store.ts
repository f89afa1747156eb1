/**
 * FlatStore: one JSON document, addressed by pointer, flattened lazily.
 *
 * The document is a plain JSON tree, adopted as it is. Over it lies what reading and writing by pointer needs, made where
 * it is needed and not before: `overlay.ts` for reading, `editor.ts` for writing, `entry-graph.ts` for how a write stays
 * cheap and what is handed out stays unchanged.
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
import type { Present } from './moment.ts';
import { Originals } from './originals.ts';
import { LIMIT, Overlay } from './overlay.ts';
import { countLeaves, leaves, pointersOf } from './plain-walk.ts';
import { differences } from './reconcile.ts';
import { arrayAt, relocate, replay, takeBack } from './replay.ts';
import { matchingPointers, Snapshot } from './snapshot.ts';

/** Containers of up to so many members are counted where they come and go; beyond, all leaves are when somebody asks. */
const FEW_MEMBERS = 1_000;

/** How a FlatStore behaves. */
export interface FlatStoreOptions {
  /**
   * Freezes what the store hands out, so that an accidental mutation throws where it happens. Costs a walk over each
   * container that is handed out for the first time. By default it is on where `process.env.NODE_ENV` says something
   * else than "production", and off where it says nothing.
   */
  readonly freeze?: boolean | undefined;
  /**
   * How many entries reading may leave behind; when there are more, those that nothing was written through are dropped.
   * 32,768 by default, which is about 6 MB at most.
   */
  readonly entries?: number | undefined;
}

/**
 * One JSON document: read and written by JSON Pointer, with structural sharing, and every write told as Changes.
 *
 * The document is adopted by reference and never edited: whoever holds a part of it, from before or handed out later, sees
 * it unchanged for ever. In return nobody else may edit it. A container keeps its identity until something at or below it
 * changes.
 *
 * | operation                                  | cost                                                          |
 * | ------------------------------------------ | ------------------------------------------------------------- |
 * | construction, `fromObject`, `restore`      | O(1), whatever the size                                       |
 * | `get` of a pointer that is read often      | O(1): one lookup of the string                                |
 * | `get`, `getAt`                             | O(k); a container: the dirty ones at and below it, copied once |
 * | `has`, `arrayLength`, `typeAt`, `segmentsOf`, `settledAt` | O(k)                                            |
 * | `set` of a leaf that is written often      | O(1) and its clean ancestors                                  |
 * | `set`, `delete`                            | O(k), and a copy of its container if somebody has seen that   |
 * | `insert`, `splice`, `move` in arrays       | as `Array.prototype.splice`, and such a copy; O(log n) in a long array that many were made in since it was read |
 * | `sort`, `reverse`                          | as of arrays, and O(n)                                        |
 * | `setDeep`                                  | O(what is not shared between the two values)                  |
 * | `toObject`                                 | O(1), and the dirty containers, copied once                   |
 * | `snapshot`                                 | O(1); read as a whole, what `toObject` costs, and O(k) for each of some writes since |
 * | `version`, `getVersion`                    | O(1); O(k + dirty containers below)                           |
 * | `size`                                     | O(n) the first time, then O(1) unless large containers come or go |
 * | `keys`, `entries`                          | lazy; a step costs O(1), entering an object its members       |
 * | `getPointersMatchingPattern`               | what the pattern reaches                                      |
 * | memory                                     | what is written or read often, not what is stored             |
 *
 * k: segments of the pointer, n: members or leaves.
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
  /** Whether what is handed out is frozen. */
  readonly freeze: boolean;
  /** How many leaves there are, once somebody has asked and as long as it is known; else NaN. */
  #leaves = NaN;
  /** What snapshots know of the store; made with the first one. */
  #present: Present | undefined = undefined;

  /**
   * Adopts a document, `{}` if none is given. O(1).
   *
   * @throws ValueError when it is a function or a symbol, or an option has no meaning
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
   * How many leaves there are: values that are neither an array nor a plain object. O(n) the first time, and after a container with more
   * than a thousand members has come or gone.
   *
   * @throws PathLimitError when the document contains itself
   */
  get size(): number {
    if (Number.isNaN(this.#leaves)) this.#leaves = countLeaves(this.#overlay.getAt([]));
    return this.#leaves;
  }

  /**
   * The value at the pointer, leaf or container; undefined where nothing is.
   *
   * @throws PointerSyntaxError when it is no pointer
   */
  get(pointer: Pointer): unknown {
    return this.#handOut(this.#overlay.get(pointer));
  }

  /**
   * The value at a location that is given in segments, as they stand in a Change. O(k); remembers nothing.
   *
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

  /** What `getAt` gives stays as it is; `IncrementalQuery` of the package path asks for that. */
  get isPersistent(): true {
    return true;
  }

  /**
   * The same as `getAt` for a look that is over before the next write: what it gives is not frozen, and may be edited in place
   * later, so it is not to be kept. It spares the copy of a container that is written to again and again.
   */
  glimpseAt(segments: Segments): unknown {
    requireArray(segments, 'segments');
    return this.#overlay.glimpseAt(segments);
  }

  /**
   * The same as `getAt` where that copies nothing, and not frozen; `undefined` also where it would: for a container that was written
   * since it was last read. O(k).
   */
  settledAt(segments: Segments): unknown {
    requireArray(segments, 'segments');
    return this.#overlay.settledAt(segments);
  }

  /** The same as `get`, under the name by which a container is asked for as a plain object. */
  getObject(pointer: Pointer): unknown {
    return this.get(pointer);
  }

  /** The whole document, as plain JSON that is not edited any more. */
  toObject(): unknown {
    return this.get('');
  }

  /** What `JSON.stringify` takes: the same as `toObject`. */
  toJSON(): unknown {
    return this.toObject();
  }

  /**
   * Whether something is at the pointer. O(k), O(1) for a leaf that is used often; copies nothing.
   *
   * @throws PointerSyntaxError when it is no pointer
   */
  has(pointer: Pointer): boolean {
    return (
      this.#overlay.leafAt(pointer) !== undefined ||
      this.#overlay.peekAt(parsePointer(pointer)) !== undefined
    );
  }

  /**
   * The length of the array at the pointer, undefined for anything else. O(k); copies nothing, unlike reading the array.
   *
   * @throws PointerSyntaxError when it is no pointer
   */
  arrayLength(pointer: Pointer): number | undefined {
    return this.#overlay.lengthAt(parsePointer(pointer));
  }

  /**
   * What is at the pointer, without handing it out: an `object`, an `array` or a `leaf`, undefined where nothing is. O(k);
   * copies nothing, unlike reading the container.
   *
   * @throws PointerSyntaxError when it is no pointer
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
   * The location of what is at the pointer as Changes have it: a number for each element of an array, a string for each
   * member of an object; undefined where nothing is. O(k); copies nothing.
   *
   * @throws PointerSyntaxError when it is no pointer
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
   * A number that has grown whenever the value at the pointer has changed: as long as it is the same, so is the value. Once asked
   * for, it stays the same while other places are written, unless more is in use than `entries` lets be remembered or an element above
   * was shifted; where nothing is it grows with what is around. O(k + dirty containers below).
   *
   * @throws PointerSyntaxError when it is no pointer
   */
  getVersion(pointer: Pointer): number {
    return this.#overlay.versionAt(pointer);
  }

  /**
   * Puts a value at the pointer. In an array an index replaces, the length and `-` append. Missing parents are created:
   * arrays before `0` and `-`, objects otherwise. An equal leaf, or the container that is there already, is no change.
   * Only the value itself is checked: a function or symbol inside of it is a leaf, which JSON leaves out.
   *
   * @returns one Change, or none
   * @throws PointerSyntaxError, ValueError (`undefined`, a function or a symbol), IndexError (past the end, or no index),
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
    const noted = moment === undefined || moment.before(entry, false);
    const version = ++this.#overlay.version;
    touch(entry, version);
    entry.own();
    entry.write(key, value);
    memo.value = value;
    memo.stamp = version;
    memo.asked = undefined;
    const segments = (memo.segments ??= this.#handOut(this.#overlay.segmentsOf(entry, key)));
    const change: Change = { op: 'replace', pointer, segments, value, previous };
    if (!noted) moment.note(change);
    return [change];
  }

  /**
   * Removes what is at the pointer; the elements behind an element move up. Nothing there is no error and no change.
   *
   * @throws PointerSyntaxError, LocationError for the root
   */
  delete(pointer: Pointer): readonly Change[] {
    const tokens = parsePointer(pointer);
    if (tokens.length === 0) throw rootFound();
    const place = this.#editor.findExisting(tokens);
    return place === undefined ? NONE : this.#done([this.#editor.remove(place)]);
  }

  /**
   * Puts values in front of the element at an index, or at the end if it is the length. A missing array is created.
   *
   * @returns one `add` for each value; where the array is created, one of that
   * @throws PointerSyntaxError, ValueError, IndexError, LocationError (no array); nothing is changed then
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
   * Removes `deleteCount` elements, all if it is left out, none if it is `undefined`, and puts values in their place: as
   * `Array.prototype.splice`, which in addition takes negative starts.
   *
   * @returns a `replace` for each pair that differs, then the `remove`s or `add`s that are left
   * @throws PointerSyntaxError, ValueError, IndexError, LocationError (no array); nothing is changed then
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
   * The same as `splice`, with the values in an array: as arguments, more than some 100,000 do not fit on the stack.
   *
   * @throws as `splice`, and ValueError when `values` is no array
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
   * Takes the value at `from` out and puts it at `pointer`, which is counted after that, as in RFC 6902 §4.4. An element
   * keeps its identity in the store: what is known about it moves along within its array.
   *
   * @returns one `move`, preceded by a `remove` where the target is an object's member that is there; a `remove` and an
   *   `add` where parents of the target are missing
   * @throws PointerSyntaxError, IndexError, LocationError (nothing at `from`, the root, into itself, through a leaf, below an element that is missing);
   *   nothing is changed then
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
   * Sorts the array at the pointer, stably; without a comparison as text, as arrays do. O(n log n).
   *
   * @returns one `replace` of the array, with its permutation, or none
   * @throws PointerSyntaxError, LocationError (no array, or the comparison has changed it), and what the comparison throws;
   *   nothing is changed then
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
    // The comparison is the caller's: it may have read, so that entries were dropped, or even written
    const { array, segments } = arrayAt(this.#editor, parsePointer(pointer));
    if (settle(array) !== elements) throw changedMeanwhile(pointer);
    const permutation = order.map(({ index }) => index);
    return this.#done(this.#editor.permute(array, segments, permutation));
  }

  /**
   * Reverses the array at the pointer. O(n).
   *
   * @returns one `replace` of the array, with its permutation, or none
   * @throws PointerSyntaxError, LocationError (no array)
   */
  reverse(pointer: Pointer): readonly Change[] {
    const { array, segments } = arrayAt(this.#editor, parsePointer(pointer));
    const permutation: number[] = [];
    for (let i = array.length - 1; i >= 0; i--) permutation.push(i);
    return this.#done(this.#editor.permute(array, segments, permutation));
  }

  /**
   * Makes the value at the pointer equal to another one by changing only what differs: everything else keeps its identity,
   * and an equal value changes nothing. Arrays are compared index by index. For data that comes again and again, as from
   * a server. Where both contain themselves, the whole is replaced.
   *
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
   * Replaces the whole document. O(1).
   *
   * @throws ValueError when it is `undefined`, a function or a symbol
   */
  fromObject(document: unknown): readonly Change[] {
    return this.set('', document);
  }

  /**
   * Does what a Change says: the way to replay Changes and, with `invertChange`, to take them back. Its values are taken as they
   * are: a function that an adopted document holds comes back.
   *
   * @returns the Changes that this came to, normally one
   * @throws StorageError when the document is not one that the Change can be applied to; nothing is changed then
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
   * Whether to note, for `takeBack`, what the inverses of Changes do not bring back: where members stand that are taken out
   * of objects, and which containers are edited. Costs the names of an object's members for its first removal, then O(1) for
   * each, amortised. What was noted is forgotten when it is turned off.
   */
  keepOriginals(on: boolean): void {
    this.#overlay.originals?.release();
    this.#overlay.originals = on ? new Originals() : undefined;
  }

  /**
   * Takes back the last Changes that were made, the last one first. As by `apply` of their inverses, but members that were
   * taken out while `keepOriginals` was on stand where they stood, and containers are the very ones that were there.
   *
   * @returns the Changes that this came to; a `replace` of an object whose members were put in order
   * @throws StorageError where they are not the last Changes and one does not fit; those after it are taken back then
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
    if (originals !== undefined) originals.taken = true;
    return takeBack(
      changes,
      originals?.standings,
      (change) => this.apply(change),
      (object, standing) => this.#done(this.#editor.arrange(object, standing)),
    );
  }

  /**
   * The pointers of the leaves at and below a prefix, one by one, in document order. The document is that of the moment of
   * the call, whatever is written while iterating.
   *
   * @throws PointerSyntaxError when the prefix is no pointer
   * @throws PathLimitError when iteration has gone round in a container that contains itself; so do all that list
   * @example
   * ```ts
   * import { FlatStore } from '@data-map/storage';
   * const store = new FlatStore({ a: { b: 1, c: [] }, d: [true] });
   * console.log([...store.keys()], store.size); // -> [ '/a/b', '/d/0' ] 2
   * ```
   */
  keys(prefix: Pointer = ''): Generator<Pointer, void, undefined> {
    return pointersOf(this.entries(prefix));
  }

  /**
   * The leaves at and below a prefix with their pointers, as `keys`.
   *
   * @throws PointerSyntaxError when the prefix is no pointer
   */
  entries(prefix: Pointer = ''): Generator<[Pointer, unknown], void, undefined> {
    return leaves(this.#overlay.getAt(parsePointer(prefix)), prefix);
  }

  /**
   * The pointers of the leaves at and below a prefix, sorted by UTF-16 code units. O(m log m).
   *
   * @throws PointerSyntaxError when the prefix is no pointer
   */
  sortedKeys(prefix: Pointer = ''): Pointer[] {
    return [...this.keys(prefix)].sort(byText);
  }

  /**
   * The pointers of all values, containers and leaves, that a pattern matches, in document order. Costs what the pattern
   * reaches: the literal segments that it begins with are walked directly.
   *
   * @throws PointerSyntaxError when it is no pattern
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
   * The document as it is now, to be read and restored later. O(1): where wide containers were written, they are copied
   * when the snapshot is read as a whole, or read at all after a later write.
   */
  snapshot(): Snapshot {
    this.#present ??= {
      overlay: this.#overlay,
      store: this,
      handOut: (value) => this.#handOut(value),
    };
    return new Snapshot(Moment.now(this.#present));
  }

  /**
   * Puts back the document of a snapshot, of this store or another one. O(1). Gives one `replace` of the root, or none.
   *
   * @throws ValueError when it is no snapshot
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

  /** What every write but that of a well-known leaf ends with. */
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
