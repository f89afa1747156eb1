import { requireFunction } from './errors.ts';
import { state } from './state.ts';

/**
 * Calls `fn` so that nothing it reads becomes a dependency, and no effect it creates belongs to the
 * effect or scope around it. O(1), and the call.
 *
 * @returns What `fn` returns.
 * @throws What `fn` throws; TypeError when it is no function.
 * @example
 * ```ts
 * import { effect, signal, untracked } from '@data-map/signals';
 *
 * const a = signal(1);
 * const b = signal(10);
 * effect(() => console.log(a.value + untracked(() => b.value))); // -> 11
 * b.value = 20;
 * a.value = 2; // -> 22
 * ```
 */
export function untracked<T>(fn: () => T): T {
  const { observer, scope } = state;
  state.observer = state.scope = undefined;
  try {
    return fn();
  } catch (error) {
    // Here, where it costs nothing
    requireFunction(fn);
    throw error;
  } finally {
    state.observer = observer;
    state.scope = scope;
  }
}

/**
 * Says whether a read would be tracked now. For stores that make a signal only where somebody
 * would observe it. O(1).
 *
 * @example
 * ```ts
 * import { effect, isTracking, untracked } from '@data-map/signals';
 *
 * console.log(isTracking()); // -> false
 * effect(() => console.log(isTracking(), untracked(isTracking))); // -> true false
 * ```
 */
export function isTracking(): boolean {
  return state.observer !== undefined;
}
