import { isPlainObject, type Pointer } from '@data-map/path';
import type { Change } from './change.ts';

/**
 * The base class of all errors of the store: each has a `code` to switch on and the `pointer` in question.
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
  /** What went wrong: one of the codes that the subclass lists. */
  readonly code: Code;
  /** The pointer that the caller passed, or the part of it up to the fault. */
  readonly pointer: Pointer;

  constructor(code: Code, pointer: Pointer, message: string) {
    super(message);
    this.code = code;
    this.pointer = pointer;
  }
}

/**
 * An index that an array cannot have: past its end (`INDEX_RANGE`), or a text that is not an index (`INDEX_SYNTAX`).
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
 * A location that does not allow the operation: a leaf where a container is needed (`NOT_A_CONTAINER`), any other value
 * where an array is needed (`NOT_AN_ARRAY`), nothing where a value is needed (`NOT_FOUND`), the root where a location with
 * a parent is needed (`ROOT`), a target inside the moved value (`MOVE_INTO_ITSELF`), an array that the comparison function
 * of its own sort changed (`CHANGED`).
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
 * A value that a document cannot hold (`undefined`, a function or a symbol), or an argument of the wrong type.
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

/** Names a value in a message by its kind, since the value itself may be large. */
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

/** Throws a ValueError if an argument is not what was expected. */
export function expect(isExpected: boolean, found: unknown, expected: string, at = ''): void {
  if (!isExpected) throw new ValueError(at, found, expected);
}

/** Throws a ValueError if the argument does not have the form of a Change. Values and pointers are not checked. */
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
  // A loop, since `every` is slow in JavaScriptCore and each step of a commit checks each Change
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

/** Throws a ValueError if a document cannot hold the value. Only the value itself is checked, not its members. */
export function requireValue(pointer: Pointer, value: unknown): void {
  if (!isValue(value)) throw new ValueError(pointer, value);
}

export function isValue(value: unknown): boolean {
  const type = typeof value;
  return type !== 'undefined' && type !== 'function' && type !== 'symbol';
}
