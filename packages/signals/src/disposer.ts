/**
 * A function that ends an effect, a scope or a subscription. With `using`, that happens at the end of the
 * block.
 */
export interface Disposer extends Disposable {
  /** Ends it. Further calls do nothing. */
  (): void;
}

/** `Symbol.dispose`, or a stand-in for engines that lack it. */
export const disposeSymbol: typeof Symbol.dispose =
  Symbol.dispose ?? (Symbol.for('Symbol.dispose') as typeof Symbol.dispose);

/** Returns the function that disposes of `target`. */
export function disposerOf(target: { dispose(): void }): Disposer {
  const dispose = target.dispose.bind(target) as Disposer;
  dispose[disposeSymbol] = dispose;
  return dispose;
}
