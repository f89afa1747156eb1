import type { SignalOptions } from './options.ts';

/**
 * Throws a `TypeError` if `value` is not a function: where it is passed, not where it would first be
 * called.
 */
export function requireFunction(value: unknown): void {
  if (typeof value !== 'function') throw refused('a function', value);
}

/**
 * Throws a `TypeError` if `options` is not an object, or holds something else in the place of a function.
 * A falsy member counts as left out, as in Preact.
 */
export function requireOptions(options: SignalOptions): void {
  if (typeof options !== 'object') throw refused('an object of options', options);
  for (const fn of [options.equals, options.watched, options.unwatched])
    if (fn) requireFunction(fn);
}

function refused(expected: string, value: unknown): TypeError {
  const found = typeof value === 'object' && value !== null ? 'an object' : String(value);
  return new TypeError(`Expected ${expected}, found ${found}`);
}

/**
 * Thrown by a read of a computed that needs its own value, and by a write of effects that keep triggering
 * each other.
 *
 * @example
 * ```ts
 * import { CycleError, computed } from '@data-map/signals';
 *
 * const loop = computed((): number => loop.value + 1, { name: 'loop' });
 * try {
 *   loop.value;
 * } catch (error) {
 *   if (error instanceof CycleError) console.log(error.code, error.message); // -> CYCLE Cycle detected at loop
 * }
 * ```
 */
export class CycleError extends Error {
  /** Always `'CYCLE'`. */
  readonly code = 'CYCLE';

  constructor(node: { readonly name?: string | undefined }) {
    super(`Cycle detected at ${node.name ?? 'an unnamed node'}`);
    this.name = 'CycleError';
  }
}
