import { batch } from './batch.ts';
import { requireFunction } from './errors.ts';
import { untracked } from './untracked.ts';

/**
 * Wraps `fn` so that each call is a batch and untracked. `this`, the arguments and the result are passed
 * through. O(1).
 *
 * @throws TypeError at once if `fn` is not a function. A call throws what `fn` and the effects that run
 *   because of it throw.
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
