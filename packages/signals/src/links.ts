/**
 * Joining and leaving the lists of observers.
 *
 * A computed stands in its sources' lists only while something observes it, so that the first
 * observer and the last one set off a cascade towards the sources. The cascade is a loop over a
 * stack of lists still to be treated, since chains may be long; the hooks `watched` and `unwatched`
 * are called when all lists are consistent again, since they may do anything.
 *
 * Cost: O(1) per link that joins or leaves.
 */
import { attempt } from './batch.ts';
import * as Flag from './flags.ts';
import type { ComputedNode, Link } from './node.ts';
import { state } from './state.ts';

const hooks: (() => void)[] = [];

/** Puts `link` into the list of its source. */
export function subscribe(link: Link): void {
  cascade(join(link), join);
}

/** Takes `link` and its followers (`nextDep`) out of the lists of their sources. */
export function unsubscribe(link: Link | undefined): void {
  cascade(link, part);
}

/** Does `step` to `link`, to its followers, and to all the links that `step` gives. */
function cascade(link: Link | undefined, step: (link: Link) => Link | undefined): void {
  let open: Link[] | undefined;
  while (link !== undefined) {
    const below = step(link);
    const next: Link | undefined = link.nextDep;
    if (below === undefined) {
      link = next ?? open?.pop();
    } else {
      if (next !== undefined) (open ??= []).push(next);
      link = below;
    }
  }
  if (hooks.length > 0) callHooks();
}

function callHooks(): void {
  for (let hook; (hook = hooks.shift());) attempt(hook);
}

/**
 *     dep.subs ──► a ◄──► b            dep.subs ──► link ◄──► a ◄──► b
 *
 * Gives the links of a computed that is observed from now on.
 */
function join(link: Link): Link | undefined {
  const dep = link.dep as ComputedNode;
  const head = dep.subs;
  dep.subs = link;
  if (head) {
    link.nextSub = head;
    head.prevSub = link;
    return undefined;
  }
  const hook = dep.options?.watched;
  if (hook) hooks.push(hook.bind(dep as never));
  if (!(dep.flags & Flag.Lazy)) return undefined;
  dep.flags ^= Flag.Lazy;
  if (dep.checked !== state.clock) dep.flags |= Flag.Pending;
  return dep.deps;
}

/**
 *     dep.subs ──► a ◄──► link ◄──► b            dep.subs ──► a ◄──► b
 *
 * Gives the links of a computed that is no longer observed.
 */
function part(link: Link): Link | undefined {
  const { prevSub, nextSub } = link;
  const dep = link.dep as ComputedNode;
  link.prevSub = link.nextSub = undefined;
  if (nextSub) nextSub.prevSub = prevSub;
  if (prevSub) prevSub.nextSub = nextSub;
  else dep.subs = nextSub;
  if (dep.subs) return undefined;
  const hook = dep.options?.unwatched;
  if (hook) hooks.push(hook.bind(dep as never));
  if (!(dep.flags & Flag.Derived)) return undefined;
  dep.checked = state.clock - (dep.flags & Flag.Pending);
  dep.flags = (dep.flags & ~Flag.Pending) | Flag.Lazy;
  return dep.deps;
}
