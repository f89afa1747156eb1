/**
 * The dependency graph: sources (signals and computeds) and observers (computeds, effects, lists of plain
 * subscribers), joined by links. The algorithm is push-pull:
 *
 * 1. A write *pushes* the mark `Pending` to everything downstream of the signal and queues the reactions
 *    that it reaches (propagate.ts). The signal's new value gets a new version.
 * 2. At the end of the outermost batch, each queued reaction *pulls*: it brings its sources up to date in
 *    read order, and runs only if one of them has a version other than the one it saw (check.ts).
 * 3. A run records its reads as links, and reuses the links of the previous run (tracking.ts).
 * 4. A computed is in the observer lists of its sources only while it is observed itself. Otherwise it is
 *    *lazy*: no marks reach it, and it compares versions when it is read (links.ts).
 *
 * A mark only says where to look; versions decide whether anything changed. So a superfluous mark costs a
 * comparison, and never a run.
 */
import type { SignalOptions } from './options.ts';

/**
 * One dependency: `sub` read `dep` and saw it at `version`. A link can be in two lists at once:
 *
 *     sub.deps ──► link ──nextDep──► link ──nextDep──► …        what `sub` read, in read order
 *     dep.subs ──► link ◄──nextSub/prevSub──► link ◄──► …       who observes `dep`, newest first
 *
 * It is in the second list only while `sub` is not lazy. There is no `prevDep`: links are cut off the end
 * of the first list (reads that a run did not repeat), or its predecessor is at hand (tracking.ts).
 */
export interface Link {
  readonly dep: SourceNode;
  readonly sub: ObserverNode;
  version: number;
  nextDep: Link | undefined;
  prevSub: Link | undefined;
  nextSub: Link | undefined;
}

/** The value and version that a node had before the current batch. */
export interface Before {
  readonly value: unknown;
  readonly version: number;
}

/** A node that can be read: a signal or a computed. */
export interface SourceNode {
  flags: number;
  current: unknown;
  /** Identifies the current value: a reader that saw this version saw this value. */
  version: number;
  /**
   * The number of the run that last read this node, so that a repeated read makes no second link
   * (tracking.ts).
   */
  seenBy: number;
  /** The head of the list of observers. */
  subs: Link | undefined;
  /** Set by the first change of the current batch, cleared when the batch ends (batch.ts). */
  before: Before | undefined;
  readonly options: SignalOptions | undefined;
}

/** A node that reads sources: a computed or a reaction. */
export interface ObserverNode {
  flags: number;
  /** The head of the list of dependencies. */
  deps: Link | undefined;
}

export interface ComputedNode extends SourceNode, ObserverNode {
  /** The clock at which this computed was last known to be up to date. */
  checked: number;
  /**
   * While this computed is being checked: the link by which the check reached it, and by which it returns
   * (check.ts).
   */
  via: Link | undefined;
  /**
   * Calls the user's function, whatever the flags say. What the function throws does not escape: it
   * becomes the value.
   */
  evaluate(): void;
}

/** An observer that is queued when it is marked: an effect or a list of plain subscribers. */
export interface ReactionNode extends ObserverNode {
  /**
   * Runs if a source has really changed. What user code throws is collected, so that it stops no other
   * reaction.
   */
  react(): void;
}

export function makeLink(dep: SourceNode, sub: ObserverNode): Link {
  return { dep, sub, version: 0, nextDep: undefined, prevSub: undefined, nextSub: undefined };
}
