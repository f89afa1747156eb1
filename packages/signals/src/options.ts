import type { Signal } from './signal.ts';

/** What {@link signal} and {@link computed} take besides their value. */
export interface SignalOptions<T = any> {
  /** Shown in errors and debuggers. */
  name?: string | undefined;
  /** Says which values count as the same, so that nobody is notified; `===` by default. */
  equals?: ((previous: T, next: T) => boolean) | undefined;
  /** Called when the first observer arrives. */
  watched?: ((this: Signal<T>) => void) | undefined;
  /** Called when the last observer has left. */
  unwatched?: ((this: Signal<T>) => void) | undefined;
}
