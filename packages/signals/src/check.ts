/**
 * Pull the value: whether an observer must run, found by bringing its sources up to date one after
 * the other, in the order in which it read them, and stopping at the first that has changed.
 *
 * Before a source is compared it is itself checked, if it is a computed that may be stale. That
 * would be a recursion; it is a loop instead, so that a chain may be as long as memory allows. The
 * way back stands in the computeds themselves:
 *
 *     observer ──link 1──► a ──link 2──► b        b.via = link 2, a.via = link 1
 *
 * Going down, a computed loses its mark and is `Running`; if a write marks it again meanwhile, the
 * mark stays for the next check. Meeting a running computed, whatever else it carries, means that the
 * dependencies form a ring, at least those of the last runs: then the observer runs, and if it really
 * reads in a ring, that read throws.
 *
 * A computed that was marked since it was last checked was checked at another clock: every write that
 * marks moves the clock. So the clock alone tells whether one that carries a mark, or gets none, is to
 * be checked.
 *
 * The order of the reads is what makes stopping early right: the sources before the first changed
 * one are unchanged, so the observer would come to read that one again.
 *
 * Cost: O(links above the observer that may be stale), plus the evaluations.
 */
import * as Flag from './flags.ts';
import type { ComputedNode, Link, ObserverNode } from './node.ts';
import { state } from './state.ts';

/** Whether a source of `observer` has changed since it was read. A computed the caller has marked `Running`. */
export function mustRun(observer: ObserverNode): boolean {
  const clock = state.clock;
  let sub = observer;
  let link = sub.deps;
  for (;;) {
    let changed = false;
    while (link !== undefined) {
      const dep = link.dep as ComputedNode;
      const flags = dep.flags;
      if ((flags & Flag.Unsure) !== 0 && dep.checked !== clock && !(flags & Flag.Running)) {
        dep.flags = (flags & ~Flag.Pending) | Flag.Running;
        dep.via = link;
        sub = dep;
        link = sub.deps;
      } else if (link.version !== dep.version || (flags & Flag.Running) !== 0) {
        changed = true;
        break;
      } else {
        link = link.nextDep;
      }
    }
    for (;;) {
      if (sub === observer) return changed;
      const node = sub as ComputedNode;
      if (changed) node.evaluate();
      else settle(node, clock);
      link = node.via as Link;
      node.via = undefined;
      sub = link.sub;
      changed = link.version !== node.version;
      if (!changed) {
        link = link.nextDep;
        break;
      }
    }
  }
}

/**
 * The stack ended while sources of `observer` were checked: those on the way down no longer run, and
 * are evaluated when they are read next.
 */
export function abandonCheck(observer: ObserverNode): void {
  for (let link = observer.deps; link !== undefined;) {
    const dep = link.dep as ComputedNode;
    if (dep.via === link) {
      dep.via = undefined;
      dep.flags = (dep.flags & ~Flag.Running) | Flag.Dirty;
      link = dep.deps;
    } else {
      link = link.nextDep;
    }
  }
}

/** A computed was found to be up to date, when the clock stood at `clock`. */
function settle(node: ComputedNode, clock: number): void {
  node.flags &= ~Flag.Running;
  node.checked = clock;
}

/** Whether `node` may be out of date. */
export function isStale(node: ComputedNode): boolean {
  const flags = node.flags;
  return (
    (flags & Flag.Unsure) !== 0 && ((flags & Flag.Dirty) !== 0 || node.checked !== state.clock)
  );
}

/** Brings a stale computed up to date. */
export function refresh(node: ComputedNode): void {
  const first = node.deps;
  try {
    // Mostly it is the first source that has changed, and is known to: then there is nothing to check
    if (
      !(node.flags & Flag.Dirty) &&
      (first === undefined ||
        first.version === first.dep.version ||
        (first.dep.flags & Flag.Unsure) !== 0)
    ) {
      const clock = state.clock;
      node.flags = (node.flags & ~Flag.Pending) | Flag.Running;
      if (!mustRun(node)) return settle(node, clock);
    }
    node.evaluate();
  } catch (error) {
    // The end of the stack: what a computed throws is its value
    node.flags = (node.flags & ~(Flag.Running | Flag.Pending)) | Flag.Dirty;
    abandonCheck(node);
    throw error;
  }
}

/**
 * `observer` threw before it read anything, and keeps what it had read. It carries no mark, so what it keeps may carry none
 * either, or the next mark would not come to it.
 */
export function settleSources(observer: ObserverNode): void {
  for (let link = observer.deps; link !== undefined; link = link.nextDep) {
    const dep = link.dep as ComputedNode;
    if ((dep.flags & (Flag.Pending | Flag.Running)) === Flag.Pending) refresh(dep);
  }
}
