import type { Unsubscribe } from '@data-map/subscriptions';

/**
 * Makes a function that ends something fit for a `using` declaration. Where the platform has no `Symbol.dispose`, it gets the symbol
 * that compilers put in its place.
 */
export function disposable(end: () => void): Unsubscribe {
  const key = Symbol.dispose ?? Symbol.for('Symbol.dispose');
  return Object.defineProperty(end, key, { value: end }) as Unsubscribe;
}
