/**
 * FlatStore: one JSON document, addressed by pointer, flattened lazily.
 *
 * The document is a plain JSON tree, adopted as it is. Over it lies what reading and writing by pointer needs, made where
 * it is needed and not before: see `overlay.ts` for reading, `editor.ts` for writing, `entry.ts` for how a write stays
 * cheap and what is handed out stays unchanged.
 */

import { formatPointer, parsePointer } from '@data-map/path';
import type { Pattern, Pointer, Segments } from '@data-map/path';
import type { Change } from './change.ts';
import { deepFreeze, unchanged } from './container.ts';
import { contains, Editor, isLeaf, NONE, requireValue } from './editor.ts';
import type { Place } from './editor.ts';
import { settle, touch } from './entry-graph.ts';
import { IndexError, LocationError } from './errors.ts';
import { ArrayEntry } from './array-entry.ts';
import { Overlay } from './overlay.ts';
import { countLeaves, leaves, pointersOf } from './plain-walk.ts';
import { differences } from './reconcile.ts';
import { matchingPointers, Snapshot } from './snapshot.ts';

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

export class FlatStore {
  readonly #overlay: Overlay;
  readonly #editor: Editor;
  readonly #freeze: boolean;
  /** How many leaves there are, once somebody has asked. */
  #leaves: number | undefined = undefined;

  constructor(document: unknown = {}, options: FlatStoreOptions = {}) {
    requireValue('', document);
    this.#overlay = new Overlay(document, options.entries);
    this.#editor = new Editor(this.#overlay);
    this.#freeze = options.freeze ?? isDevelopment();
  }

  get version(): number {
    return this.#overlay.version;
  }

  get size(): number {
    this.#leaves ??= countLeaves(this.#overlay.getAt([]));
    return this.#leaves;
  }

  get(pointer: Pointer): unknown {
    const value = this.#overlay.get(pointer);
    return this.#freeze ? deepFreeze(value) : value;
  }

  getAt(segments: Segments): unknown {
    const value = this.#overlay.getAt(segments);
    return this.#freeze ? deepFreeze(value) : value;
  }

  getObject(pointer: Pointer): unknown {
    return this.get(pointer);
  }

  toObject(): unknown {
    return this.get('');
  }

  has(pointer: Pointer): boolean {
    return this.#overlay.lengthAt(parsePointer(pointer)) !== undefined;
  }

  arrayLength(pointer: Pointer): number | undefined {
    const length = this.#overlay.lengthAt(parsePointer(pointer));
    return length === -1 ? undefined : length;
  }

  getVersion(pointer: Pointer): number {
    return this.#overlay.versionAt(parsePointer(pointer));
  }

  set(pointer: Pointer, value: unknown): readonly Change[] {
    const memo = this.#overlay.leafAt(pointer);
    if (memo !== undefined && memo.key !== undefined && isLeaf(value)) {
      requireValue(pointer, value);
      const { entry, key, value: previous } = memo;
      if (unchanged(previous, value)) return NONE;
      const version = ++this.#overlay.version;
      entry.own();
      entry.write(key, value);
      touch(entry, version);
      memo.value = value;
      memo.stamp = version;
      const segments = (memo.segments ??= this.#overlay.segmentsOf(entry, key));
      return [{ op: 'replace', pointer, segments, value, previous }];
    }
    return this.#set(pointer, value);
  }

  delete(pointer: Pointer): readonly Change[] {
    const tokens = parsePointer(pointer);
    if (tokens.length === 0) throw rootRequired('delete');
    const place = this.#editor.findExisting(tokens);
    return place === undefined ? NONE : this.#done([this.#editor.remove(place)]);
  }

  insert(pointer: Pointer, index: number, ...values: unknown[]): readonly Change[] {
    return this.splice(pointer, index, 0, ...values);
  }

  splice(
    pointer: Pointer,
    start: number,
    deleteCount: number = Number.POSITIVE_INFINITY,
    ...values: unknown[]
  ): readonly Change[] {
    for (const value of values) requireValue(pointer, value);
    const tokens = parsePointer(pointer);
    const found = this.#editor.findArray(tokens);
    const length = found === undefined ? 0 : found.array.plain.length;
    if (!Number.isInteger(start) || start < 0 || start > length) {
      throw new IndexError(pointer, start, length);
    }
    if (found === undefined) {
      if (values.length === 0) return NONE;
      return this.#done(this.#editor.assign(this.#editor.find(tokens), values));
    }
    const { array, segments } = found;
    const count = Math.min(Math.max(Math.trunc(deleteCount) || 0, 0), length - start);
    const replaced = Math.min(count, values.length);
    const changes: Change[] = [];
    for (let i = 0; i < replaced; i++) {
      const key = start + i;
      const place: Place = { entry: array, key, segments: [...segments, key], missing: [] };
      changes.push(...this.#editor.assign(place, values[i]));
    }
    const at = start + replaced;
    const added = values.slice(replaced);
    const removed = count - replaced;
    if (removed + added.length > 0) {
      const place = [...segments, at];
      const target = formatPointer(place);
      for (let i = 0; i < removed; i++) {
        const previous = this.#overlay.valueAt(array, at + i);
        changes.push({
          op: 'remove',
          pointer: target,
          segments: place,
          value: undefined,
          previous,
        });
      }
      for (let i = 0; i < added.length; i++) {
        const steps = [...segments, at + i];
        const value = added[i];
        changes.push({
          op: 'add',
          pointer: formatPointer(steps),
          segments: steps,
          value,
          previous: undefined,
        });
      }
      this.#editor.splice(array, at, removed, added);
    }
    return this.#done(changes);
  }

  move(from: Pointer, pointer: Pointer): readonly Change[] {
    return this.#move(parsePointer(from), parsePointer(pointer));
  }

  sort(pointer: Pointer, compare?: (a: unknown, b: unknown) => number): readonly Change[] {
    const elements = settle(this.#arrayAt(pointer).array) as readonly unknown[];
    if (this.#freeze) deepFreeze(elements);
    const order = elements.map((value, index) => ({ value, index }));
    const by = compare ?? byText;
    order.sort((a, b) => by(a.value, b.value));
    // The comparison is the caller's: it may have read, so that entries were dropped, or even written
    const { array, segments } = this.#arrayAt(pointer);
    if (settle(array) !== elements) throw changedMeanwhile(pointer);
    const permutation = Uint32Array.from(order, ({ index }) => index);
    return this.#done(this.#editor.permute(array, segments, permutation));
  }

  reverse(pointer: Pointer): readonly Change[] {
    const { array, segments } = this.#arrayAt(pointer);
    const { length } = array.plain;
    const permutation = Uint32Array.from({ length }, (_, i) => length - 1 - i);
    return this.#done(this.#editor.permute(array, segments, permutation));
  }

  setDeep(pointer: Pointer, value: unknown): readonly Change[] {
    requireValue(pointer, value);
    const tokens = parsePointer(pointer);
    const place = this.#editor.findExisting(tokens);
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

  fromObject(document: unknown): readonly Change[] {
    return this.set('', document);
  }

  apply(change: Change): readonly Change[] {
    const { op, segments, value, fromSegments, permutation } = change;
    if (op === 'move' && fromSegments !== undefined) return this.#move(fromSegments, segments);
    if (op === 'remove') {
      const place = this.#editor.findExisting(segments);
      if (place === undefined || segments.length === 0) throw nothingAt(change.pointer);
      return this.#done([this.#editor.remove(place)]);
    }
    if (permutation !== undefined) {
      const { array } = this.#arrayAt(change.pointer);
      requirePermutation(change.pointer, permutation, array.plain.length);
      return this.#done(this.#editor.permute(array, segments, permutation));
    }
    const place = this.#editor.find(segments);
    if (
      op === 'add' &&
      place.entry instanceof ArrayEntry &&
      place.missing.length === 0 &&
      segments.length > 0
    ) {
      const inserted = this.#editor.insert(place.entry, place.key as number, value, place.segments);
      return this.#done([inserted]);
    }
    return this.#done(this.#editor.assign(place, value));
  }

  keys(prefix: Pointer = ''): Generator<Pointer, void, undefined> {
    return pointersOf(this.entries(prefix));
  }

  entries(prefix: Pointer = ''): Generator<[Pointer, unknown], void, undefined> {
    return leaves(this.#overlay.getAt(parsePointer(prefix)), prefix);
  }

  sortedKeys(prefix: Pointer = ''): Pointer[] {
    return [...this.keys(prefix)].sort(byText);
  }

  getPointersMatchingPattern(pattern: Pattern): Pointer[] {
    return matchingPointers(this.#overlay, pattern);
  }

  snapshot(): Snapshot {
    return new Snapshot(this.toObject(), this.version);
  }

  restore(snapshot: Snapshot): readonly Change[] {
    return this.set('', snapshot.toObject());
  }

  #set(pointer: Pointer, value: unknown): readonly Change[] {
    requireValue(pointer, value);
    const tokens = parsePointer(pointer);
    const changes = this.#editor.assign(this.#editor.find(tokens), value);
    if (isLeaf(value)) this.#overlay.offer(pointer, tokens);
    return this.#done(changes);
  }

  #arrayAt(pointer: Pointer): { array: ArrayEntry; segments: Segments } {
    const found = this.#editor.findArray(parsePointer(pointer));
    if (found === undefined) throw nothingAt(pointer);
    return found;
  }

  #move(from: Segments, to: Segments): readonly Change[] {
    const source = this.#editor.findExisting(from);
    if (source === undefined) throw nothingAt(formatPointer(from));
    if (contains(from, to)) {
      if (to.length === from.length) return NONE;
      throw intoItself(from, to);
    }
    return this.#done(this.#editor.move(source, to));
  }

  /** What every write ends with. */
  #done(changes: readonly Change[]): readonly Change[] {
    for (const { op, value, previous, permutation } of changes) {
      if (this.#freeze) deepFreeze([value, previous]);
      if (this.#leaves === undefined || op === 'move' || permutation !== undefined) continue;
      if (isLeaf(value) && isLeaf(previous))
        this.#leaves += Number(value !== undefined) - Number(previous !== undefined);
      else this.#leaves = undefined;
    }
    this.#overlay.tidy();
    return changes;
  }
}

declare const process: { readonly env: { readonly NODE_ENV?: string } } | undefined;

function isDevelopment(): boolean {
  const mode = typeof process === 'undefined' ? undefined : process.env.NODE_ENV;
  return mode !== undefined && mode !== 'production';
}

/** The order of `Array.prototype.sort`: as text, by UTF-16 code units. */
function byText(a: unknown, b: unknown): number {
  const left = String(a);
  const right = String(b);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function requirePermutation(pointer: Pointer, order: ArrayLike<number>, length: number): void {
  const seen = new Uint8Array(length);
  for (let i = 0; i < order.length; i++) {
    const index = order[i]!;
    if (seen[index] !== 0) throw new IndexError(pointer, index, length);
    seen[index] = 1;
  }
  if (order.length !== length) throw new IndexError(pointer, order.length, length);
}

function rootRequired(what: string): LocationError {
  return new LocationError(
    'ROOT',
    '',
    `Expected a location below the root to ${what} but found ""`,
  );
}

function nothingAt(pointer: Pointer): LocationError {
  const message = `Expected a value at ${JSON.stringify(pointer)} but found nothing`;
  return new LocationError('NOT_FOUND', pointer, message);
}

function intoItself(from: Segments, to: Segments): LocationError {
  const pointer = formatPointer(to);
  const shown = `${JSON.stringify(formatPointer(from))} but found ${JSON.stringify(pointer)}`;
  return new LocationError('MOVE_INTO_ITSELF', pointer, `Expected a target outside ${shown}`);
}

function changedMeanwhile(pointer: Pointer): LocationError {
  const message = `Expected the array at ${JSON.stringify(pointer)} to stay as it is but found it changed by the comparison`;
  return new LocationError('CHANGED', pointer, message);
}
