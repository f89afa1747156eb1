import { isPlainObject, type Pointer } from '@data-map/path';
import type { Change } from './change.ts';

/**
 * What every error of the store has: a `code` to switch on, and the pointer that was asked for.
 *
 * @example
 * ```ts
 * import { FlatStore, StorageError } from '@data-map/storage';
 * const store = new FlatStore({ list: [1] });
 * try {
 *   store.set('/list/5', 2);
 * } catch (error) {
 *   if (error instanceof StorageError) console.log(error.name, error.code, error.pointer); // -> IndexError INDEX_RANGE /list
 * }
 * ```
 */
export abstract class StorageError<Code extends string = string> extends Error {
  /** What went wrong, as the class of the error lists it. */
  readonly code: Code;
  /** The pointer as the caller wrote it, or the part of it at which the fault is. */
  readonly pointer: Pointer;

  constructor(code: Code, pointer: Pointer, message: string) {
    super(message);
    this.code = code;
    this.pointer = pointer;
  }
}

/**
 * An index that the array does not have: past the end (`INDEX_RANGE`), or a text that is no index (`INDEX_SYNTAX`).
 *
 * @example
 * ```ts
 * import { FlatStore, IndexError } from '@data-map/storage';
 * try {
 *   new FlatStore({ todos: ['ship'] }).set('/todos/7', 'rest');
 * } catch (error) {
 *   if (error instanceof IndexError) console.log(error.code, error.pointer); // -> INDEX_RANGE /todos
 * }
 * ```
 */
export class IndexError extends StorageError<'INDEX_RANGE' | 'INDEX_SYNTAX'> {
  override readonly name = 'IndexError';

  constructor(pointer: Pointer, index: string | number, length: number) {
    const shown = JSON.stringify(pointer);
    const end = `(length ${length}); append with "-"`;
    if (typeof index === 'number') {
      super('INDEX_RANGE', pointer, `Index ${index} is out of range at ${shown} ${end}`);
    } else {
      const text = typeof index === 'string' ? JSON.stringify(index) : describe(index);
      const found = `Expected an array index at ${shown} but found ${text}`;
      super('INDEX_SYNTAX', pointer, `${found} ${end}`);
    }
  }
}

/**
 * A location that cannot take the operation: a leaf where a container is needed (`NOT_A_CONTAINER`), anything else where
 * an array is needed (`NOT_AN_ARRAY`), nothing where something is needed (`NOT_FOUND`), the root where a parent is needed
 * (`ROOT`), a place inside what is being moved (`MOVE_INTO_ITSELF`), an array that its own comparison changed (`CHANGED`).
 *
 * @example
 * ```ts
 * import { FlatStore, LocationError } from '@data-map/storage';
 * try {
 *   new FlatStore({ name: 'Ada' }).set('/name/first', 'Ada');
 * } catch (error) {
 *   if (error instanceof LocationError) console.log(error.message); // -> Expected an object or array at "/name" but found a string
 * }
 * ```
 */
export class LocationError extends StorageError<
  'NOT_A_CONTAINER' | 'NOT_AN_ARRAY' | 'NOT_FOUND' | 'ROOT' | 'MOVE_INTO_ITSELF' | 'CHANGED'
> {
  override readonly name = 'LocationError';
}

/**
 * A value that a document cannot hold: `undefined`, a function or a symbol.
 *
 * @example
 * ```ts
 * import { FlatStore, ValueError } from '@data-map/storage';
 * try {
 *   new FlatStore({}).set('/a', undefined);
 * } catch (error) {
 *   if (error instanceof ValueError) console.log(error.message); // -> Expected a JSON value for "/a" but found undefined
 * }
 * ```
 */
export class ValueError extends StorageError<'VALUE_TYPE'> {
  override readonly name = 'ValueError';

  constructor(pointer: Pointer, value: unknown, expected = 'a JSON value') {
    const shown = JSON.stringify(pointer);
    super('VALUE_TYPE', pointer, `Expected ${expected} for ${shown} but found ${describe(value)}`);
  }
}

/** How a message names a value: by its kind, since the value itself may be large. */
export function describe(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value !== 'object') return `a ${typeof value}`;
  return isPlainObject(value) ? 'an object' : 'an opaque object';
}

export function leafFound(pointer: Pointer, found: unknown): LocationError {
  const message = `Expected an object or array at ${JSON.stringify(pointer)} but found ${describe(found)}`;
  return new LocationError('NOT_A_CONTAINER', pointer, message);
}

export function noArray(pointer: Pointer, found: unknown): LocationError {
  const message = `Expected an array at ${JSON.stringify(pointer)} but found ${describe(found)}`;
  return new LocationError('NOT_AN_ARRAY', pointer, message);
}

export function rootFound(): LocationError {
  const message = 'Expected a location below the root to delete but found ""';
  return new LocationError('ROOT', '', message);
}

export function nothingAt(pointer: Pointer): LocationError {
  const message = `Expected a value at ${JSON.stringify(pointer)} but found nothing`;
  return new LocationError('NOT_FOUND', pointer, message);
}

export function intoItself(from: Pointer, to: Pointer): LocationError {
  const shown = `${JSON.stringify(from)} but found ${JSON.stringify(to)}`;
  return new LocationError('MOVE_INTO_ITSELF', to, `Expected a target outside ${shown}`);
}

export function changedMeanwhile(pointer: Pointer): LocationError {
  const message = `Expected the array at ${JSON.stringify(pointer)} to stay as it is but found it changed by the comparison`;
  return new LocationError('CHANGED', pointer, message);
}

const OPERATIONS: ReadonlySet<unknown> = /* @__PURE__ */ new Set([
  'add',
  'remove',
  'replace',
  'move',
]);

/** Refuses an argument that is not what was expected. */
export function expect(isExpected: boolean, found: unknown, expected: string, at = ''): void {
  if (!isExpected) throw new ValueError(at, found, expected);
}

/** Refuses what is no Change, as far as its outer form goes. */
export function requireChange(change: Change): void {
  const isChange =
    isLocation(change?.segments) &&
    OPERATIONS.has(change.op) &&
    (change.op !== 'move' || isLocation(change.fromSegments)) &&
    (change.permutation === undefined || typeof change.permutation?.length === 'number');
  expect(isChange, change, 'a Change');
}

function isLocation(segments: unknown): boolean {
  if (!Array.isArray(segments)) return false;
  // A loop, as JavaScriptCore is slow at `every`: each step of a commit asks this of each Change
  for (let at = 0; at < segments.length; at++) {
    const kind = typeof segments[at];
    if (kind !== 'string' && kind !== 'number') return false;
  }
  return true;
}

export function requireArray(value: unknown, what: string, pointer?: Pointer): void {
  expect(Array.isArray(value), value, `an array of ${what}`, pointer);
}

export function requireFunction(value: unknown, pointer: Pointer): void {
  expect(typeof value === 'function', value, 'a function', pointer);
}

/** Refuses what a document cannot hold. Only the value itself is looked at, not what is in it. */
export function requireValue(pointer: Pointer, value: unknown): void {
  if (!isValue(value)) throw new ValueError(pointer, value);
}

export function isValue(value: unknown): boolean {
  const type = typeof value;
  return type !== 'undefined' && type !== 'function' && type !== 'symbol';
}
