/**
 * Entering and leaving the lists of observers (`subs`).
 *
 * A computed is in the lists of its sources only while it is observed itself. So its first observer makes
 * it enter them, and its last one makes it leave them, which may do the same to computeds among these
 * sources, and so on up the graph. The cascade is a loop with a stack of its own, since chains may be
 * long. The hooks `watched` and `unwatched` may do anything, so they are collected on the way and called
 * when all lists are consistent again.
 *
 * Warm computeds. A lazy computed that is read after each of many writes checks all links above it each
 * time. At the `POLLS`th time it enters the lists of its sources although nobody observes it: it is
 * *warm*, marks reach it, and reading it costs as much as reading an observed one. At the end of the task a
 * microtask makes all warm computeds lazy again. Until then their sources keep them alive. Nobody can
 * tell, because a `WeakRef` does not lose its target within a task either. But a hook could tell: it
 * would take a warm computed for an observer. So nothing is warm any more once there is a signal with a
 * hook.
 *
 * Cost: O(1) per link that enters or leaves a list.
 */
import { attempt } from './batch.ts';
import * as Flag from './flags.ts';
import type { ComputedNode, Link } from './node.ts';
import { state } from './state.ts';

/** The refresh of a lazy computed at which it becomes warm, counted from 1. */
const POLLS = 8;

/** The hooks to be called as soon as all lists are consistent; the first `called` have been. */
export const dueHooks: (() => void)[] = [];
let called = 0;

/** The computeds that stay in the lists of their sources until the task ends, observed or not. */
export const warm: ComputedNode[] = [];

/** Puts `link` into the list of its source. The caller has to call `callHooks`. */
export function subscribe(link: Link): void {
  cascade(attach(link), attach);
}

/** Takes `link` and all that follow it (`nextDep`) out of the lists of their sources. */
export function unsubscribe(link: Link | undefined): void {
  cascade(link, detach);
  callHooks();
}

/** Calls the hooks that are due. A hook may lead here again; the inner call then calls all that are left. */
export function callHooks(): void {
  // By index: `shift` would move all that are left, which is quadratic for arrays of more than some 10,000
  while (called < dueHooks.length) attempt(dueHooks[called++] as () => void);
  // V8 assigns a length in a call that costs more than leaving a list
  if (called > 0) dueHooks.length = called = 0;
}

/**
 * Applies `step` to `link`, to all that follow it (`nextDep`), and likewise to each list that a `step`
 * returns.
 */
function cascade(link: Link | undefined, step: (link: Link) => Link | undefined): void {
  let rest: Link[] | undefined;
  while (link !== undefined) {
    const above = step(link);
    const next: Link | undefined = link.nextDep;
    if (above === undefined) {
      link = next ?? rest?.pop();
    } else {
      if (next !== undefined) (rest ??= []).push(next);
      link = above;
    }
  }
}

/**
 * Puts `link` at the head of the list of its source:
 *
 *     dep.subs ──► a ◄──► b            dep.subs ──► link ◄──► a ◄──► b
 *
 * Returns the dependencies of a lazy computed that `link` is the first to observe: they have to enter
 * lists, too.
 */
function attach(link: Link): Link | undefined {
  const dep = link.dep as ComputedNode;
  const head = dep.subs;
  dep.subs = link;
  if (head !== undefined) {
    link.nextSub = head;
    head.prevSub = link;
    return undefined;
  }
  const hook = dep.options?.watched;
  if (hook) dueHooks.push(hook.bind(dep as never));
  return dep.flags & Flag.Lazy ? clearLazy(dep) : undefined;
}

/**
 * Ends the laziness of a computed: from now on it relies on marks. Returns the links by which they come.
 */
function clearLazy(node: ComputedNode): Link | undefined {
  node.flags = (node.flags & (Flag.Poll - 1)) ^ Flag.Lazy;
  if (node.checked !== state.clock) node.flags |= Flag.Pending;
  return node.deps;
}

/**
 * Takes `link` out of the list of its source:
 *
 *     dep.subs ──► a ◄──► link ◄──► b            dep.subs ──► a ◄──► b
 *
 * Returns the dependencies of a computed that `link` was the last to observe: they have to leave lists,
 * too.
 */
function detach(link: Link): Link | undefined {
  const { prevSub, nextSub } = link;
  const dep = link.dep as ComputedNode;
  link.prevSub = link.nextSub = undefined;
  if (nextSub !== undefined) nextSub.prevSub = prevSub;
  if (prevSub !== undefined) prevSub.nextSub = nextSub;
  // A stack overflow may have kept `link` out of the list
  else if (dep.subs === link) dep.subs = nextSub;
  if (dep.subs !== undefined) return undefined;
  const hook = dep.options?.unwatched;
  if (hook) dueHooks.push(hook.bind(dep as never));
  return dep.flags & Flag.Derived ? makeLazy(dep) : undefined;
}

/**
 * Keeps the place of an observer among the observers of a source that it read in another order than
 * before. The run has made a second link, `made`, at the head of the list; the first one, `link`, is
 * about to leave. `made` moves behind it, or the observer would run after others that subscribed later
 * than it did:
 *
 *     dep.subs ──► made ◄──► a ◄──► link            dep.subs ──► a ◄──► link ◄──► made
 *
 * The search for `made` passes only the links that were put in front of it during the run.
 */
export function keepPlace(link: Link): void {
  let made = link.dep.subs as Link;
  while (made.sub !== link.sub) made = made.nextSub as Link;
  if (made === link) return;
  detach(made);
  const { nextSub } = link;
  if (nextSub) nextSub.prevSub = made;
  made.nextSub = nextSub;
  made.prevSub = link;
  link.nextSub = made;
}

/** Makes a computed lazy: from now on it relies on versions. Returns the links by which marks came. */
function makeLazy(node: ComputedNode): Link | undefined {
  node.checked = state.clock - (node.flags & Flag.Pending);
  node.flags = (node.flags & ~Flag.Pending) | Flag.Lazy;
  return node.deps;
}

/** Counts a refresh of a lazy computed by a read, and makes the computed warm when there were enough. */
export function countPoll(node: ComputedNode): void {
  if (state.hooked || (node.flags += Flag.Poll) < POLLS * Flag.Poll) return;
  if (warm.push(node) === 1) void Promise.resolve().then(cool);
  // In this order: without laziness a computed relies on being in the lists, even if the stack overflows
  // here
  cascade(node.deps, attach);
  clearLazy(node);
}

/**
 * A signal with a hook was made: from now on no computed is warm, or the hook would take it for an
 * observer.
 */
export function noteHook(): void {
  state.hooked = true;
  cool();
}

/** Makes the warm computeds lazy again, except those that are observed by now. */
export function cool(): void {
  for (let node; (node = warm.pop());) {
    if (node.subs === undefined && !(node.flags & Flag.Lazy)) unsubscribe(makeLazy(node));
  }
}
