import type { Signal } from './signal.ts';

/** The options of {@link signal} and {@link computed}. */
export interface SignalOptions<T = any> {
  /** Shown in errors and debuggers. */
  name?: string | undefined;
  /** Whether two values count as equal, so that the new one does not count as a change; `===` by default. */
  equals?: ((previous: T, next: T) => boolean) | undefined;
  /** Called when the first observer arrives. */
  watched?: ((this: Signal<T>) => void) | undefined;
  /** Called when the last observer has left. */
  unwatched?: ((this: Signal<T>) => void) | undefined;
}
