/** Ends something when called, or at the end of a `using` block. */
export interface Disposer extends Disposable {
  /** Ends it. Further calls do nothing. */
  (): void;
}

/** `Symbol.dispose`, which older browsers lack. */
export const disposeSymbol: typeof Symbol.dispose =
  Symbol.dispose ?? (Symbol.for('Symbol.dispose') as typeof Symbol.dispose);

/** The function that disposes of `target`. */
export function disposerOf(target: { dispose(): void }): Disposer {
  const dispose = target.dispose.bind(target) as Disposer;
  dispose[disposeSymbol] = dispose;
  return dispose;
}
