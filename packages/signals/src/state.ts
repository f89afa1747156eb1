import type { Effect } from './effect.ts';
import type { Link, ObserverNode, ReactionNode } from './node.ts';

/**
 * The mutable state that the parts of the engine share. `run`, `runs` and `clock` are only compared for
 * equality, so they may wrap at 32 bits, which keeps them integers for ever.
 */
export interface State {
  /** The computed or effect whose reads are being tracked. */
  observer: ObserverNode | undefined;
  /** The scope that owns effects created now, if there is no `observer`. */
  scope: Effect | undefined;
  /**
   * The number of the observer's current run, and the last number given out. A new value of a computed
   * has the number of its run as its version; a new value of a signal has the clock.
   */
  run: number;
  runs: number;
  /** The last link of `observer` that its current run has reused or made. */
  tail: Link | undefined;
  /** Counts the writes to signals. While it stands still, a computed that was up to date still is. */
  clock: number;
  /** How many batches are open. Reactions run when the outermost one ends. */
  depth: number;
  /** Which round of the queue the current flush is in; 0 outside of a flush. */
  rounds: number;
  /** The reactions to run are the first `queued` elements; those after them are empty. */
  queue: (ReactionNode | undefined)[];
  queued: number;
  /**
   * Whether a flush has begun and not come to its end: one is running, or a stack overflow stopped the last one. The
   * elements of the queue that it has run are empty.
   */
  stopped: boolean;
  /** Whether any signal or computed with a `watched` or `unwatched` hook was ever made. */
  hooked: boolean;
}

export const state: State = {
  observer: undefined,
  scope: undefined,
  run: 0,
  runs: 0,
  tail: undefined,
  clock: 0,
  depth: 0,
  rounds: 0,
  queue: [],
  queued: 0,
  stopped: false,
  hooked: false,
};
