import type { Unsubscribe } from '@data-map/subscriptions';

/**
 * Makes a function that ends something usable in a `using` declaration. On platforms without `Symbol.dispose`, it gets the
 * symbol that compilers substitute for it.
 */
export function disposable(end: () => void): Unsubscribe {
  const key = Symbol.dispose ?? Symbol.for('Symbol.dispose');
  return Object.defineProperty(end, key, { value: end }) as Unsubscribe;
}
