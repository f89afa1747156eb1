import { batch } from './batch.ts';
import { requireFunction } from './errors.ts';
import { untracked } from './untracked.ts';

/**
 * Wraps `fn` so that each call is a batch and is untracked. `this` and the arguments pass through. O(1).
 *
 * @throws What `fn` throws, and what the effects throw that run because of it; TypeError at once when it is no function.
 * @example
 * ```ts
 * import { action, effect, signal } from '@data-map/signals';
 *
 * const count = signal(1);
 * effect(() => console.log(count.value)); // -> 1
 * const addTwice = action((by: number) => {
 *   count.value += by;
 *   count.value += by;
 * });
 * addTwice(3); // -> 7
 * ```
 */
export function action<Arguments extends unknown[], Result>(
  fn: (...args: Arguments) => Result,
): (...args: Arguments) => Result {
  requireFunction(fn);
  return function (this: unknown, ...args: Arguments): Result {
    return batch(() => untracked(() => fn.apply(this, args)));
  };
}
