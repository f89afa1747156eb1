import type { Unsubscribe } from '@data-map/subscriptions';

/**
 * Returns a function that calls `end` once, usable in a `using` declaration. On platforms without `Symbol.dispose`, it gets the
 * symbol that compilers substitute for it.
 */
export function disposable(end: () => void): Unsubscribe {
  let left: (() => void) | undefined = end;
  const dispose = (): void => {
    const last = left;
    // Whoever keeps the disposer must not keep what the ended callback has captured
    left = undefined;
    last?.();
  };
  const key = Symbol.dispose ?? Symbol.for('Symbol.dispose');
  return Object.defineProperty(dispose, key, { value: dispose }) as Unsubscribe;
}
