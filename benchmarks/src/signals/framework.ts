/** The functions of a signal library that a graph needs. `S` and `C` are the types of its signals and computeds. */
export interface Framework<S = unknown, C = unknown> {
  readonly signal: (value: number) => S;
  readonly read: (signal: S) => number;
  readonly write: (signal: S, value: number) => void;
  readonly computed: (fn: () => number) => C;
  readonly get: (computed: C) => number;
  /** Runs `fn` at once, and after each write of something that it read, before `write` returns. */
  readonly effect: (fn: () => void) => () => void;
  readonly batch: (fn: () => void) => void;
  /** Runs `fn` in a root, if the library requires one for effects. */
  readonly root: (fn: () => void) => () => void;
}
