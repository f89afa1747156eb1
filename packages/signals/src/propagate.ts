/**
 * Push the mark: everything downstream of a changed signal is `Pending`, and the reactions among it
 * are queued. No value is computed, and no code of the user runs.
 *
 * Invariant: whatever observes a pending computed is pending itself, or is being brought up to date
 * right now and has yet to come to that computed. So the walk may stop at a mark.
 *
 * The lists hold the newest observer first. The reactions met are therefore stacked up, and the
 * stack as a whole goes to the end of the queue: they run in the order in which they subscribed.
 *
 * Cost: O(links below the signal that are not marked yet), no recursion, no allocation (the stack
 * of branches is reused).
 */
import { enqueue } from './batch.ts';
import * as Flag from './flags.ts';
import type { ComputedNode, Link, ReactionNode } from './node.ts';

const branches: (Link | undefined)[] = [];

export function propagate(subs: Link): void {
  let link: Link | undefined = subs;
  let open = 0;
  let from: ReactionNode | undefined;
  let to: ReactionNode | undefined;
  for (;;) {
    while (link !== undefined) {
      const sub: Link['sub'] = link.sub;
      const flags = sub._flags;
      let next: Link | undefined = link.nextSub;
      if (!(flags & Flag.Pending)) {
        sub._flags = flags | Flag.Pending;
        if (flags & Flag.Reaction) {
          if (!(flags & Flag.Queued)) {
            sub._flags = flags | (Flag.Pending | Flag.Queued);
            (sub as ReactionNode)._queued = from;
            from = sub as ReactionNode;
            to ??= from;
          }
        } else {
          const below: Link | undefined = (sub as ComputedNode)._subs;
          if (below !== undefined) {
            if (next !== undefined) branches[open++] = next;
            next = below;
          }
        }
      }
      link = next;
    }
    if (open === 0) break;
    link = branches[--open];
    branches[open] = undefined;
  }
  if (from !== undefined) enqueue(from, to as ReactionNode);
}
