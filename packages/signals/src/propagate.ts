/**
 * The push phase: marks everything downstream of a changed signal `Pending`, and queues the reactions
 * among it. It computes no value and calls no user code.
 *
 * Invariant: every observer of a pending computed is pending too, or is being brought up to date right
 * now and has not come to that computed yet. So the walk does not go below a node that is marked.
 *
 * Order: lists of observers hold the newest first. So the reactions that a walk has queued are reversed
 * at its end, and run in the order in which they subscribed.
 *
 * Stack overflow: JavaScriptCore may throw the `RangeError` at a store that it has not compiled yet if
 * the object inherits an accessor, as computeds do. The store that marks computeds is therefore apart
 * from the one that marks reactions: only the first computed of a walk can fail, before anything below it
 * is marked. The reactions queued until then are already counted in `state.queued`.
 *
 * Cost: O(links downstream of the signal, not counting those below nodes that were marked before). No
 * recursion and no allocation: the stack of branches and the queue are reused.
 */
import * as Flag from './flags.ts';
import type { ComputedNode, Link, ReactionNode } from './node.ts';
import { state } from './state.ts';

/** The stack of the walk: where to go on in the lists that it left for a list further down. */
const branches: (Link | undefined)[] = [];

export function propagate(link: Link | undefined): void {
  const queue = state.queue;
  let from = state.queued;
  let to = from;
  let height = 0;
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
          if (next !== undefined) branches[height++] = next;
          next = below;
        }
      }
    }
    link = next;
    if (link === undefined && height > 0) {
      link = branches[--height];
      branches[height] = undefined;
    }
  }
  while (from < --to) {
    const reaction = queue[from];
    queue[from++] = queue[to];
    queue[to] = reaction;
  }
}
