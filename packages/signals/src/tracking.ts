/**
 * Which reads make which links.
 *
 * A run of an observer confirms its links in the order of its reads: as long as it reads what it
 * read before, `tail` walks down the list that is there, and nothing is allocated or moved.
 *
 *     before  a ─► b ─► c ─► d        this run reads a, x, c
 *     during  a ─► x ─► b ─► c ─► d   at x a new link goes in behind the tail; the next expected
 *                  ↑ tail             stays b, and at the read of c the link behind it comes forward
 *     after   a ─► x ─► c             what stands behind the tail was not read again: it leaves
 *
 * Had c been further away it would have a second link; that takes the place of the first among the
 * observers of c (`keepPlace`) when the first leaves.
 *
 * A source remembers the run that read it last, so that a second read in a run costs one
 * comparison. A run inside this run may have overwritten that; then the source gets a second link,
 * which costs a few bytes and is otherwise harmless.
 */
import * as Flag from './flags.ts';
import { callHooks, hooks, keepPlace, subscribe, unsubscribe } from './links.ts';
import { makeLink, type Link, type ObserverNode, type SourceNode } from './node.ts';
import { state } from './state.ts';

/** Notes that `observer` read `dep`, for the first time in its current run. */
export function track(dep: SourceNode, observer: ObserverNode): Link {
  dep.seenBy = state.run;
  const tail = state.tail;
  const next = tail === undefined ? observer.deps : tail.nextDep;
  if (next === undefined || next.dep !== dep) return put(dep, observer, tail, next);
  next.version = dep.version;
  return (state.tail = next);
}

/**
 * A read that was not expected here. Where one read was left out, or two have changed places, the link
 * comes forward; otherwise a new one is made.
 *
 *     tail ──► next ──► link            tail ──► link ──► next
 */
function put(
  dep: SourceNode,
  sub: ObserverNode,
  tail: Link | undefined,
  next: Link | undefined,
): Link {
  const second = next?.nextDep;
  const known = second?.dep === dep ? second : undefined;
  if (known) (next as Link).nextDep = known.nextDep;
  const link = known ?? makeLink(dep, sub);
  // First: where the stack ends, a link that stands in one list only would never be told of anything
  if (!known && !(sub.flags & Flag.Lazy)) subscribe(link);
  link.nextDep = next;
  if (tail) tail.nextDep = link;
  else sub.deps = link;
  state.tail = link;
  if (hooks.length > 0) callHooks();
  // Only now: a hook may have written
  link.version = dep.version;
  return link;
}

/** Drops what the run `run`, which ended with `tail`, has not read again. */
export function dropUnread(sub: ObserverNode, tail: Link | undefined, run: number): void {
  const unread = tail ? tail.nextDep : sub.deps;
  if (tail) tail.nextDep = undefined;
  else sub.deps = undefined;
  if (sub.flags & Flag.Lazy) return;
  for (let link = unread; link !== undefined; link = link.nextDep) {
    if (link.dep.seenBy === run) keepPlace(link);
  }
  unsubscribe(unread);
}
