import type { SignalOptions } from './options.ts';

/**
 * One dependency: `sub` read `dep`, and saw it at `version`. A link stands in two lists at once:
 *
 *     sub._deps ──► link ──nextDep──► link ──nextDep──► …        in the order of the reads
 *     dep._subs ──► link ◄──nextSub/prevSub──► link ◄──► …       the newest observer first
 *
 * The second only while `sub` is not lazy. There is no `prevDep`: links leave the first list from
 * its end (what a run did not read again) or all together.
 */
export interface Link {
  readonly dep: SourceNode;
  readonly sub: ObserverNode;
  version: number;
  nextDep: Link | undefined;
  prevSub: Link | undefined;
  nextSub: Link | undefined;
}

/** What can be read: a signal or a computed. */
export interface SourceNode {
  _flags: number;
  _value: unknown;
  /** Names the current value: as long as a reader saw the same version, it saw the same value. */
  _version: number;
  /** The run (see tracking.ts) that last read this node; spares a second link for a second read. */
  _run: number;
  _subs: Link | undefined;
  /** Where the journal of the current batch remembers this node, or -1. */
  _mark: number;
  readonly _options: SignalOptions | undefined;
}

/** What reads: a computed, an effect, or a list of subscribers. */
export interface ObserverNode {
  _flags: number;
  _deps: Link | undefined;
}

export interface ComputedNode extends SourceNode, ObserverNode {
  /** The clock at which this computed was last known to be up to date; only used while lazy. */
  _checked: number;
  /** Where the check of an observer came from when it went down to this computed. */
  _via: Link | undefined;
  /** Evaluates, whatever the flags say. Never throws: a throw becomes the value. */
  _evaluate(): void;
}

/** What the queue holds. */
export interface ReactionNode extends ObserverNode {
  _queued: ReactionNode | undefined;
  /** Runs if a source has really changed. Its throw is collected, and stops no other reaction. */
  _react(): void;
}
