/** Refuses what cannot be called where it is passed, not where it would first be called. */
export function requireFunction(value: unknown): void {
  if (typeof value !== 'function') {
    const found = typeof value === 'object' && value !== null ? 'an object' : String(value);
    throw new TypeError(`Expected a function, found ${found}`);
  }
}

/**
 * Thrown where a computed needs its own value, and where effects keep writing what they read.
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
