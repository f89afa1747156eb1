import type { SignalOptions } from './options.ts';

/**
 * One dependency: `sub` read `dep`, and saw it at `version`. A link stands in two lists at once:
 *
 *     sub.deps ──► link ──nextDep──► link ──nextDep──► …        in the order of the reads
 *     dep.subs ──► link ◄──nextSub/prevSub──► link ◄──► …       the newest observer first
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

/** What a node was before the current batch. */
export interface Before {
  readonly value: unknown;
  readonly version: number;
}

/** What can be read: a signal or a computed. */
export interface SourceNode {
  flags: number;
  current: unknown;
  /** Names the current value: as long as a reader saw the same version, it saw the same value. */
  version: number;
  /** The run (see tracking.ts) that last read this node; spares a second link for a second read. */
  seenBy: number;
  subs: Link | undefined;
  before: Before | undefined;
  readonly options: SignalOptions | undefined;
}

/** What reads: a computed or a reaction. */
export interface ObserverNode {
  flags: number;
  deps: Link | undefined;
}

export interface ComputedNode extends SourceNode, ObserverNode {
  /** The clock at which this computed was last known to be up to date. */
  checked: number;
  /** Where the check of an observer came from when it went down to this computed. */
  via: Link | undefined;
  /** Evaluates, whatever the flags say. Never throws: a throw becomes the value. */
  evaluate(): void;
}

/** What the queue holds. */
export interface ReactionNode extends ObserverNode {
  /** Runs if a source has really changed. Its throw is collected, and stops no other reaction. */
  react(): void;
}

export function makeLink(dep: SourceNode, sub: ObserverNode): Link {
  return { dep, sub, version: 0, nextDep: undefined, prevSub: undefined, nextSub: undefined };
}
