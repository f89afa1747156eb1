/** What a graph needs of a signal library; `S` and `C` are its signals and computeds. */
export interface Framework<S = unknown, C = unknown> {
  readonly signal: (value: number) => S;
  readonly read: (signal: S) => number;
  readonly write: (signal: S, value: number) => void;
  readonly computed: (fn: () => number) => C;
  readonly get: (computed: C) => number;
  /** Runs `fn` at once, and before `write` returns when something that it read has changed. */
  readonly effect: (fn: () => void) => () => void;
  readonly batch: (fn: () => void) => void;
  /** Keeps what `fn` creates apart, where a library wants effects to be created in a root. */
  readonly root: (fn: () => void) => () => void;
}
