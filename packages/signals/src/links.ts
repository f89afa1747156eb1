/**
 * Joining and leaving the lists of observers.
 *
 * A computed stands in its sources' lists only while something observes it, so that the first
 * observer and the last one set off a cascade towards the sources. The cascade is a loop over a list
 * of computeds still to be treated, since chains may be long; the hooks `watched` and `unwatched`
 * are called when all lists are consistent again, since they may do anything.
 *
 * Cost: O(1) per link that joins or leaves.
 */
import { report } from './batch.ts';
import * as Flag from './flags.ts';
import type { ComputedNode, Link } from './node.ts';
import { state } from './state.ts';
import { untracked } from './untracked.ts';

const hooks: (() => void)[] = [];

/** Puts `link` into the list of its source. */
export function subscribe(link: Link): void {
  const opened: ComputedNode[] | undefined = join(link, undefined);
  if (opened !== undefined) {
    for (let node = opened.pop(); node !== undefined; node = opened.pop()) {
      for (let dep = node._deps; dep !== undefined; dep = dep.nextDep) join(dep, opened);
    }
  }
  if (hooks.length > 0) callHooks();
}

/** Takes `link` and its followers (`nextDep`) out of the lists of their sources. */
export function unsubscribe(link: Link | undefined): void {
  let closed: ComputedNode[] | undefined;
  for (; link !== undefined; link = link.nextDep) closed = leave(link, closed);
  if (closed !== undefined) {
    for (let node = closed.pop(); node !== undefined; node = closed.pop()) {
      for (let dep = node._deps; dep !== undefined; dep = dep.nextDep) leave(dep, closed);
    }
  }
  if (hooks.length > 0) callHooks();
}

/**
 *     dep._subs ──► a ◄──► b            dep._subs ──► link ◄──► a ◄──► b
 */
function join(link: Link, opened: ComputedNode[] | undefined): ComputedNode[] | undefined {
  const dep = link.dep;
  const head = dep._subs;
  dep._subs = link;
  if (head !== undefined) {
    link.nextSub = head;
    head.prevSub = link;
    return opened;
  }
  const watched = dep._options?.watched;
  if (watched !== undefined) hooks.push(watched.bind(dep as never));
  if (dep._flags & Flag.Lazy) {
    const node = dep as ComputedNode;
    node._flags ^= Flag.Lazy;
    if (node._checked !== state.clock) node._flags |= Flag.Pending;
    if (node._deps !== undefined) (opened ??= []).push(node);
  }
  return opened;
}

/**
 *     dep._subs ──► a ◄──► link ◄──► b            dep._subs ──► a ◄──► b
 */
function leave(link: Link, closed: ComputedNode[] | undefined): ComputedNode[] | undefined {
  const { dep, prevSub, nextSub } = link;
  link.prevSub = link.nextSub = undefined;
  if (nextSub !== undefined) nextSub.prevSub = prevSub;
  if (prevSub !== undefined) {
    prevSub.nextSub = nextSub;
    return closed;
  }
  dep._subs = nextSub;
  if (nextSub !== undefined) return closed;
  const unwatched = dep._options?.unwatched;
  if (unwatched !== undefined) hooks.push(unwatched.bind(dep as never));
  if (dep._flags & Flag.Derived) {
    const node = dep as ComputedNode;
    node._checked = node._flags & Flag.Pending ? state.clock - 1 : state.clock;
    node._flags = (node._flags | Flag.Lazy) & ~Flag.Pending;
    if (node._deps !== undefined) (closed ??= []).push(node);
  }
  return closed;
}

function callHooks(): void {
  for (const hook of hooks.splice(0)) {
    try {
      untracked(hook);
    } catch (error) {
      report(error);
    }
  }
}
