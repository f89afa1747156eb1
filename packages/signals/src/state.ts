import type { Effect } from './effect.ts';
import type { Link, ObserverNode, ReactionNode } from './node.ts';

/**
 * The mutable state that the parts of the engine share. Numbers wrap at 32 bits, so that they stay
 * small integers for ever: they are compared for equality only.
 */
export interface State {
  /** The computed or effect whose reads are tracked now. */
  observer: ObserverNode | undefined;
  /** The scope to which an effect created now belongs, while there is no observer. */
  scope: Effect | undefined;
  /**
   * The number of the current run of `observer`, and the number given out last. A value that a
   * computed takes has that of its run for a version, one that a signal takes the clock.
   */
  run: number;
  runs: number;
  /** The last of the observer's links that its current run has confirmed or made. */
  tail: Link | undefined;
  /** Counts the writes to signals: while it stands still, every lazy computed stays fresh. */
  clock: number;
  /** Open batches; reactions run when the outermost one ends. */
  depth: number;
  /** How often the current flush has gone through what was queued. */
  rounds: number;
  /** Reactions that are to run, `queued` of them; the places behind are empty. */
  queue: (ReactionNode | undefined)[];
  queued: number;
  /** Where in the queue the last flush was stopped by the end of the stack, counted from 1; otherwise 0. */
  stopped: number;
  /** Whether there is a signal that wants to know who observes it. */
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
  stopped: 0,
  hooked: false,
};
