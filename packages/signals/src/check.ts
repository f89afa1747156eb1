/**
 * The pull phase: decides whether an observer must run, by bringing its sources up to date one after the
 * other, in the order in which it read them, up to the first whose version has changed.
 *
 * The version of a computed that may be stale means nothing until that computed was checked itself. This
 * recursion is written as a loop, so that a chain can be as long as memory allows. The links by which the
 * walk went down stand in for the call stack, one in each computed:
 *
 *     observer ──link 1──► a ──link 2──► b        a.via = link 1, b.via = link 2
 *
 * On the way down a computed loses `Pending` and becomes `Running`. If user code marks it again while it
 * runs, that mark stays for the next check. A computed that is found `Running`, whatever its other flags,
 * is part of a ring of links, though maybe only of those of the previous runs. That counts as a change:
 * the observer runs, and if it still reads in a ring, that read throws a `CycleError`.
 *
 * Every write that marks moves the clock. So if a computed was marked after it was last checked, its
 * `checked` differs from the clock. This one comparison serves marked computeds and lazy ones, which no
 * mark reaches.
 *
 * Stopping early is right because of the order: no source before the first changed one has changed, so a
 * new run would take the same path to the read of the changed one. About the sources after it nothing is
 * known, and the run may not read them at all.
 *
 * Cost: O(links above the observer that may be stale), plus the evaluations.
 */
import * as Flag from './flags.ts';
import type { ComputedNode, Link, ObserverNode } from './node.ts';
import { state } from './state.ts';

/**
 * Whether a source of `observer` has changed since `observer` read it. If `observer` is a computed, the
 * caller has made it `Running`.
 */
export function mustRun(observer: ObserverNode): boolean {
  const clock = state.clock;
  let sub = observer;
  let link = sub.deps;
  for (;;) {
    let changed = false;
    while (link !== undefined) {
      const dep = link.dep as ComputedNode;
      const flags = dep.flags;
      if (flags & Flag.Unsure && dep.checked !== clock && !(flags & Flag.Running)) {
        dep.flags = (flags & ~Flag.Pending) | Flag.Running;
        dep.via = link;
        sub = dep;
        link = sub.deps;
      } else if (link.version !== dep.version || flags & Flag.Running) {
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
 * Cleans up after a stack overflow that interrupted `mustRun(observer)`: the computeds on the way down
 * are no longer `Running`, and are evaluated at their next read.
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

/** Notes that `node` was found up to date by a check that began at `clock`. */
function settle(node: ComputedNode, clock: number): void {
  node.flags &= ~Flag.Running;
  node.checked = clock;
}

/** Brings a stale computed up to date. */
export function refresh(node: ComputedNode): void {
  const first = node.deps;
  try {
    // Usually the first source has changed, and its version already shows it: then no check is needed
    if (
      !(node.flags & Flag.Dirty) &&
      (first === undefined || first.version === first.dep.version || first.dep.flags & Flag.Unsure)
    ) {
      const clock = state.clock;
      node.flags = (node.flags & ~Flag.Pending) | Flag.Running;
      if (!mustRun(node)) return settle(node, clock);
    }
    node.evaluate();
  } catch (error) {
    // A stack overflow, since `evaluate` keeps what the user's function throws as the value
    node.flags = (node.flags & ~(Flag.Running | Flag.Pending)) | Flag.Dirty;
    abandonCheck(node);
    throw error;
  }
}

/**
 * Refreshes those sources of `first` and of the links behind it that are still marked. Called for an observer whose
 * run threw before it read anything: it keeps the links of the run before, whose sources this run did not bring up to
 * date. The observer itself is not marked any more. Walks stop at marked nodes, so no mark would come through such a
 * source.
 */
export function settleSources(first: Link): void {
  for (let link: Link | undefined = first; link !== undefined; link = link.nextDep) {
    const dep = link.dep as ComputedNode;
    if ((dep.flags & (Flag.Pending | Flag.Running)) === Flag.Pending) refresh(dep);
  }
}
