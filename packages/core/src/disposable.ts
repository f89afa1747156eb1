import type { Unsubscribe } from '@data-map/subscriptions';

/** What ends something can stand in a `using` declaration; where there is no `Symbol.dispose`, by what compilers put in its place. */
export function disposable(end: () => void): Unsubscribe {
  const key = Symbol.dispose ?? Symbol.for('Symbol.dispose');
  return Object.defineProperty(end, key, { value: end }) as Unsubscribe;
}
