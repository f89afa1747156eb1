import type { Pointer } from '@data-map/path';
import { ValueError } from '@data-map/storage';
import { SubscriptionOptionError } from '@data-map/subscriptions';

/**
 * Thrown when a JSON Patch cannot be applied. The document is unchanged (RFC 6902 §5).
 *
 * @example
 * ```ts
 * import { createDataMap, PatchError } from '@data-map/core';
 * const store = createDataMap({ a: 1 });
 * try {
 *   store.patch([{ op: 'remove', path: '/b' }]);
 * } catch (error) {
 *   if (error instanceof PatchError) console.log(error.code, error.index); // -> PATCH 0
 * }
 * ```
 */
export class PatchError extends Error {
  override readonly name = 'PatchError';
  readonly code = 'PATCH';
  /** The index of the failing operation in the patch; `-1` if the patch as a whole is invalid. */
  readonly index: number;

  constructor(problem: string, index: number, options?: ErrorOptions) {
    super(index < 0 ? problem : `Operation ${index}: ${problem}`, options);
    this.index = index;
  }
}

/**
 * Thrown by every use of a store, a ref or a live query after its `dispose()`.
 *
 * @example
 * ```ts
 * import { createDataMap, DisposedError } from '@data-map/core';
 * const store = createDataMap({ a: 1 });
 * store.dispose();
 * try {
 *   store.set('/a', 2);
 * } catch (error) {
 *   console.log(error instanceof DisposedError); // -> true
 * }
 * ```
 */
export class DisposedError extends Error {
  override readonly name = 'DisposedError';
  readonly code = 'DISPOSED';

  constructor(what: string) {
    super(`${what} was disposed and cannot be used any more`);
  }
}

/**
 * Thrown when the function passed to `batch` or `transaction` returns a promise: the batch would end before its writes are made.
 *
 * @example
 * ```ts
 * import { createDataMap, AsyncBatchError } from '@data-map/core';
 * const store = createDataMap({ a: 1 });
 * // The compiler refuses it, too
 * const write = (async () => store.set('/a', 2)) as () => never;
 * try {
 *   store.transaction(write);
 * } catch (error) {
 *   console.log(error instanceof AsyncBatchError, store.get('/a')); // -> true 1
 * }
 * ```
 */
export class AsyncBatchError extends Error {
  override readonly name = 'AsyncBatchError';
  readonly code = 'ASYNC_BATCH';

  /** @param promise what the function returned; it becomes the `cause` */
  constructor(what: 'batch' | 'transaction', promise?: unknown) {
    super(
      `The function given to ${what} returned a promise, expected a synchronous function; its writes were ` +
        (what === 'batch' ? 'kept' : 'rolled back'),
      { cause: promise },
    );
  }
}

/**
 * Thrown by a write through a `ref` whose element is no longer in the document.
 *
 * @example
 * ```ts
 * import { createDataMap, ElementGoneError } from '@data-map/core';
 * const store = createDataMap({ list: ['a', 'b'] });
 * const b = store.ref('/list/1');
 * store.pop('/list');
 * try {
 *   b.set('c');
 * } catch (error) {
 *   if (error instanceof ElementGoneError) console.log(error.message); // -> The element once at "/list/1" is gone
 * }
 * ```
 */
export class ElementGoneError extends Error {
  override readonly name = 'ElementGoneError';
  readonly code = 'ELEMENT_GONE';
  /** Where the element was last. */
  readonly pointer: Pointer;

  constructor(pointer: Pointer) {
    super(`The element once at ${JSON.stringify(pointer)} is gone`);
    this.pointer = pointer;
  }
}

/**
 * Thrown when an option of `liveQuery` is invalid.
 *
 * @example
 * ```ts
 * import { createDataMap, LiveQueryOptionError } from '@data-map/core';
 * try {
 *   createDataMap([]).liveQuery('$[*]', { limit: -1 });
 * } catch (error) {
 *   if (error instanceof LiveQueryOptionError) console.log(error.message); // -> Expected limit to be a whole number of at least 0, found -1
 * }
 * ```
 */
export class LiveQueryOptionError extends TypeError {
  override readonly name = 'LiveQueryOptionError';
  readonly code = 'LIVE_QUERY_OPTION';
  /** The name of the option. */
  readonly option: string;

  constructor(option: string, expected: string, found: unknown) {
    const text = typeof found === 'string' ? JSON.stringify(found) : found;
    const shown = typeof text === 'object' && text !== null ? 'an object' : String(text);
    super(`Expected ${option} to be ${expected}, found ${shown}`);
    this.option = option;
  }
}

/** Checks at the call that passes the callback, not at the first write. @throws SubscriptionOptionError */
export function checkCallback(callback: unknown): void {
  if (typeof callback !== 'function')
    throw new SubscriptionOptionError('callback', 'a function', callback);
}

/** Called before anything is done. @throws ValueError if `value` is not a function */
export function checkFunction(name: string, value: unknown, pointer: Pointer = ''): void {
  if (typeof value !== 'function') throw new ValueError(pointer, value, `a function as ${name}`);
}
