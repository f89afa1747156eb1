import { disposerOf, type Disposer } from './disposer.ts';
import { discard, Effect } from './effect.ts';
import { state } from './state.ts';
import { untracked } from './untracked.ts';

/**
 * Calls `fn`, untracked, and collects the effects, scopes and subscriptions that it creates. O(1) plus
 * the call; ending the scope is O(what it owns).
 *
 * @returns A function that ends them all, the youngest first.
 * @throws What `fn` throws, after ending what it had created; TypeError if it is not a function.
 * @example
 * ```ts
 * import { effect, effectScope, signal } from '@data-map/signals';
 *
 * const count = signal(1);
 * const stop = effectScope(() => {
 *   effect(() => console.log(count.value)); // -> 1
 *   effect(() => console.log(-count.value)); // -> -1
 * });
 * stop();
 * count.value = 2;
 * ```
 */
export function effectScope(fn: () => void): Disposer {
  // An effect that never runs, and only owns others
  const scope = new Effect(fn);
  try {
    untracked(() => {
      state.scope = scope;
      fn();
    });
  } catch (error) {
    return discard(scope, error);
  }
  return disposerOf(scope);
}
