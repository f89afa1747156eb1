/**
 * Which reads make which links.
 *
 * A run of an observer confirms its links in the order of its reads: as long as it reads what it
 * read before, `tail` walks down the list that is there, and nothing is allocated or moved.
 *
 *     before  a ─► b ─► c ─► d        this run reads a, x, c
 *     during  a ─► x ─► b ─► c ─► d   at x a new link goes in behind the tail; the next expected
 *                  ↑ tail             stays b, and the read of c makes a second link to c
 *     after   a ─► x ─► c'            what stands behind the tail was not read again: it leaves
 *
 * A source remembers the run that read it last, so that a second read in a run costs one
 * comparison. A run inside this run may have overwritten that; then the source gets a second link,
 * which costs a few bytes and is otherwise harmless.
 */
import * as Flag from './flags.ts';
import { subscribe, unsubscribe } from './links.ts';
import type { Link, ObserverNode, SourceNode } from './node.ts';
import type { Owner } from './owner.ts';
import { state } from './state.ts';

/** Notes that the current run read `dep`. Only called if there is one, and if this is its first read. */
export function track(dep: SourceNode): Link {
  const { observer, tail } = state as { observer: ObserverNode; tail: Link | undefined };
  dep._run = state.run;
  const next = tail === undefined ? observer._deps : tail.nextDep;
  if (next !== undefined && next.dep === dep) {
    state.tail = next;
    next.version = dep._version;
    return next;
  }
  const link: Link = {
    dep,
    sub: observer,
    version: dep._version,
    nextDep: next,
    prevSub: undefined,
    nextSub: undefined,
  };
  if (tail === undefined) observer._deps = link;
  else tail.nextDep = link;
  state.tail = link;
  if (!(observer._flags & Flag.Lazy)) {
    subscribe(link);
    link.version = dep._version;
  }
  return link;
}

/** Calls `sub._fn` so that its reads replace the dependencies that `sub` had. */
export function runTracked<T>(
  sub: ObserverNode & { readonly _fn: () => T },
  owned: Owner | undefined,
): T {
  const { observer, owner, run, tail } = state;
  state.observer = sub;
  state.owner = owned;
  state.run = state.runs = (state.runs + 1) | 0;
  state.tail = undefined;
  try {
    return sub._fn();
  } finally {
    const end = state.tail as Link | undefined;
    state.observer = observer;
    state.owner = owner;
    state.run = run;
    state.tail = tail;
    const rest = end === undefined ? sub._deps : end.nextDep;
    if (rest !== undefined) {
      if (end === undefined) sub._deps = undefined;
      else end.nextDep = undefined;
      if (!(sub._flags & Flag.Lazy)) unsubscribe(rest);
    }
  }
}
