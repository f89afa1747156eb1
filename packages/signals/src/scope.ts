import { batch } from './batch.ts';
import { disposerOf, type Disposer } from './disposer.ts';
import { Owner } from './owner.ts';
import { state } from './state.ts';

/** Owns what is created in it. */
class Scope extends Owner {}

/**
 * Calls `fn`, untracked, and gathers the effects, scopes and subscriptions that it creates.
 *
 * @returns A function that ends them all, the youngest first.
 * @throws What `fn` throws, after ending what it had created.
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
  return disposerOf(runInScope(fn)[0]);
}

/** Calls `fn` in a new scope, and gives the scope and what `fn` returned. */
export function runInScope<T>(fn: () => T): [scope: Owner, result: T] {
  const scope = new Scope();
  const { observer, owner } = state;
  state.observer = undefined;
  state.owner = scope;
  try {
    return [scope, fn()];
  } catch (error) {
    batch(() => {
      scope.dispose();
      throw error;
    });
    throw error;
  } finally {
    state.observer = observer;
    state.owner = owner;
  }
}
