import { requireFunction } from './errors.ts';
import { state } from './state.ts';

/**
 * Calls `fn` so that nothing it reads becomes a dependency, and nothing it creates belongs to the effect
 * or scope around it. O(1) plus the call.
 *
 * @returns What `fn` returns.
 * @throws What `fn` throws; TypeError if it is not a function.
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
    // Checked only after a throw, so that the check costs nothing otherwise
    requireFunction(fn);
    throw error;
  } finally {
    state.observer = observer;
    state.scope = scope;
  }
}

/**
 * Whether a read would be tracked now. For stores that create a signal for a place only when a tracked
 * read asks for it. O(1).
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
