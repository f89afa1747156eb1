/**
 * Push the mark: everything downstream of a changed signal is `Pending`, and the reactions among it
 * are queued. No value is computed, and no code of the user runs.
 *
 * Invariant: whatever observes a pending computed is pending itself, or is being brought up to date
 * right now and has yet to come to that computed. So the walk may stop at a mark.
 *
 * The lists hold the newest observer first, so that what was queued is turned round in the end:
 * reactions run in the order in which they subscribed.
 *
 * JavaScriptCore may end the stack at a store that it has not compiled yet, if the object inherits an
 * accessor, as computeds do. So they are marked at a place of their own: the first of a walk is the only
 * one that may fail, before anything below it is marked. What was queued until then counts as queued.
 *
 * Cost: O(links below the signal that are not marked yet), no recursion, no allocation (the stack
 * of branches and the queue are reused).
 */
import * as Flag from './flags.ts';
import type { ComputedNode, Link, ReactionNode } from './node.ts';
import { state } from './state.ts';

const branches: (Link | undefined)[] = [];

export function propagate(link: Link | undefined): void {
  const queue = state.queue;
  let from = state.queued;
  let to = from;
  let open = 0;
  while (link !== undefined) {
    const sub: Link['sub'] = link.sub;
    const flags = sub.flags;
    let next: Link | undefined = link.nextSub;
    if (!(flags & Flag.Pending)) {
      if (flags & Flag.Reaction) {
        sub.flags = flags | Flag.Pending;
        queue[to] = sub as ReactionNode;
        state.queued = ++to;
      } else {
        sub.flags = flags | Flag.Pending;
        const below: Link | undefined = (sub as ComputedNode).subs;
        if (below !== undefined) {
          if (next !== undefined) branches[open++] = next;
          next = below;
        }
      }
    }
    link = next;
    if (link === undefined && open > 0) {
      link = branches[--open];
      branches[open] = undefined;
    }
  }
  while (from < --to) {
    const reaction = queue[from];
    queue[from++] = queue[to];
    queue[to] = reaction;
  }
}
