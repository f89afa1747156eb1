/**
 * Joining and leaving the lists of observers.
 *
 * A computed stands in its sources' lists only while something observes it, so that the first
 * observer and the last one set off a cascade towards the sources. The cascade is a loop over a
 * stack of lists still to be treated, since chains may be long; the hooks `watched` and `unwatched`
 * are called when all lists are consistent again, since they may do anything.
 *
 * A computed that nobody observes, and that is read after one write after the other, would have to
 * check all links above it each time. At the `POLLS`th time it joins, too, and is *warm*: marks
 * reach it, so that a read costs what it costs an observer. A microtask at the end of the task lets
 * all that are warm leave again. Until then the engine holds them, which nobody can see: weak
 * references do not lose their target within a task either. Hooks could see it, as observers that
 * are none; so nothing is warm any more once there is a signal with a hook.
 *
 * Cost: O(1) per link that joins or leaves.
 */
import { attempt } from './batch.ts';
import * as Flag from './flags.ts';
import type { ComputedNode, Link } from './node.ts';
import { state } from './state.ts';

/** How often a lazy computed is brought up to date before it is kept warm. */
const POLLS = 8;

/** Those that are to be called when all lists are consistent. */
export const hooks: (() => void)[] = [];

/** What stands in the lists of its sources until the task ends, observed or not. */
export const warm: ComputedNode[] = [];

/** Puts `link` into the list of its source. The caller calls the hooks. */
export function subscribe(link: Link): void {
  cascade(join(link), join);
}

/** Takes `link` and its followers (`nextDep`) out of the lists of their sources. */
export function unsubscribe(link: Link | undefined): void {
  cascade(link, part);
  callHooks();
}

export function callHooks(): void {
  while (hooks.length > 0) attempt(hooks.shift() as () => void);
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
  return dep.flags & Flag.Lazy ? wake(dep) : undefined;
}

/** Lets a lazy computed count on marks. Gives the links by which they come. */
function wake(node: ComputedNode): Link | undefined {
  node.flags = (node.flags & (Flag.Poll - 1)) ^ Flag.Lazy;
  if (node.checked !== state.clock) node.flags |= Flag.Pending;
  return node.deps;
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
  // It may not have come into the list, where the stack had ended
  else if (dep.subs === link) dep.subs = nextSub;
  if (dep.subs) return undefined;
  const hook = dep.options?.unwatched;
  if (hook) hooks.push(hook.bind(dep as never));
  return dep.flags & Flag.Derived ? loosen(dep) : undefined;
}

/**
 * The source of `link` was read again, but not in the order of before. The link that was made for it
 * takes the place, or its observer would be told after those that have joined later:
 *
 *     dep.subs ──► made ◄──► a ◄──► link            dep.subs ──► a ◄──► link ◄──► made
 *
 * Passes by what has joined since then.
 */
export function keepPlace(link: Link): void {
  let made = link.dep.subs as Link;
  while (made.sub !== link.sub) made = made.nextSub as Link;
  if (made === link) return;
  part(made);
  const { nextSub } = link;
  if (nextSub) nextSub.prevSub = made;
  made.nextSub = nextSub;
  made.prevSub = link;
  link.nextSub = made;
}

/** Makes a computed lazy. Gives the links by which the marks came. */
function loosen(node: ComputedNode): Link | undefined {
  node.checked = state.clock - (node.flags & Flag.Pending);
  node.flags = (node.flags & ~Flag.Pending) | Flag.Lazy;
  return node.deps;
}

/** A lazy computed was stale, and is no longer. */
export function polled(node: ComputedNode): void {
  if (state.hooked || (node.flags += Flag.Poll) < POLLS * Flag.Poll) return;
  if (warm.push(node) === 1) void Promise.resolve().then(cool);
  // In this order: a computed that is not lazy must stand in the lists
  cascade(node.deps, join);
  wake(node);
}

/** There is a signal with a hook: from now on nothing is warm, or it would be taken for an observer. */
export function noteHook(): void {
  state.hooked = true;
  cool();
}

/** Those that nobody observes are lazy again. */
export function cool(): void {
  for (let node; (node = warm.pop());) {
    if (node.subs === undefined && !(node.flags & Flag.Lazy)) unsubscribe(loosen(node));
  }
}
