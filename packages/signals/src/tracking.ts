/**
 * Dependency tracking: how the reads of a run become links.
 *
 * `state.tail` is the last link that the current run has reused or made. While a run reads what the
 * previous one read, in the same order, each read moves `tail` one link further, and nothing is allocated
 * or moved:
 *
 *     before  a ─► b ─► c ─► d        the previous run read a, b, c, d; this run reads a, x, c
 *     at x    a ─► x ─► b ─► c ─► d   a new link for x is put behind the tail; b is expected next
 *     at c    a ─► x ─► c ─► b ─► d   the link behind the expected one fits, and comes forward
 *     after   a ─► x ─► c             the links behind the tail were not read again, and leave
 *
 * If the link for c had been further away, c would get a second link. When the first one then leaves, the
 * second takes over its place among the observers of c (`keepPlace` in links.ts).
 *
 * A source remembers the run that read it last, so a repeated read costs one comparison. If another run,
 * nested in this one, has read the source meanwhile, the repeated read makes a second link, which costs
 * its memory and nothing else.
 */
import { settleSources } from './check.ts';
import * as Flag from './flags.ts';
import { callHooks, keepPlace, subscribe, unsubscribe } from './links.ts';
import { makeLink, type Link, type ObserverNode, type SourceNode } from './node.ts';
import { state } from './state.ts';

/**
 * Records that `observer` read `dep`, and returns the link. To be called for the first read of a run
 * only.
 */
export function track(dep: SourceNode, observer: ObserverNode): Link {
  dep.seenBy = state.run;
  const tail = state.tail;
  const next = tail === undefined ? observer.deps : tail.nextDep;
  if (next === undefined || next.dep !== dep) return insertLink(dep, observer, tail, next);
  next.version = dep.version;
  return (state.tail = next);
}

/**
 * Puts a link to `dep` behind the tail, where the link `next` to another source was expected. If the link
 * behind `next` is one to `dep`, because the run left out a read or swapped two, it comes forward:
 *
 *     tail ──► next ──► link            tail ──► link ──► next
 *
 * Otherwise a new link is made.
 */
function insertLink(
  dep: SourceNode,
  sub: ObserverNode,
  tail: Link | undefined,
  next: Link | undefined,
): Link {
  const second = next?.nextDep;
  let link;
  if (second !== undefined && second.dep === dep) {
    link = second;
    (next as Link).nextDep = link.nextDep;
  } else {
    link = makeLink(dep, sub);
    // First: if the stack overflows here, `sub` must not keep a link by which no mark can come
    if (!(sub.flags & Flag.Lazy)) subscribe(link);
  }
  link.nextDep = next;
  if (tail !== undefined) tail.nextDep = link;
  else sub.deps = link;
  state.tail = link;
  callHooks();
  // After the hooks, which may have written `dep`
  link.version = dep.version;
  return link;
}

/**
 * Ends a run of `sub`, which had the number `run`, read up to the link `tail`, and has thrown unless `failed` is 0:
 * removes the links that it did not read again.
 */
export function endRun(
  sub: ObserverNode,
  tail: Link | undefined,
  run: number,
  failed: number,
): void {
  const unread = tail === undefined ? sub.deps : tail.nextDep;
  // A function of its own, so that this one is inlined
  if (unread !== undefined) dropUnread(sub, tail, unread, run, failed);
}

function dropUnread(
  sub: ObserverNode,
  tail: Link | undefined,
  unread: Link,
  run: number,
  failed: number,
): void {
  if (tail !== undefined) tail.nextDep = undefined;
  // A run that threw before it read anything keeps the links of the run before, which can wake it again
  else if (failed) return settleSources(unread);
  else sub.deps = undefined;
  if (sub.flags & Flag.Lazy) return;
  // Nested runs may have read the same sources later
  if (state.runs !== run)
    for (let link = sub.deps; link !== undefined; link = link.nextDep) link.dep.seenBy = run;
  for (let link: Link | undefined = unread; link !== undefined; link = link.nextDep) {
    if (link.dep.seenBy === run) keepPlace(link);
  }
  unsubscribe(unread);
}
