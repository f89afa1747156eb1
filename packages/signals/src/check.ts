/**
 * Pull the value: whether an observer must run, found by bringing its sources up to date one after
 * the other, in the order in which it read them, and stopping at the first that has changed.
 *
 * Before a source was compared it is itself checked, if it is a computed that may be stale. That
 * would be a recursion; it is a loop with a stack of links instead, so that a chain may be as long
 * as memory allows. Going down, a computed loses its mark and is `Running`; if a write marks it again
 * meanwhile, the mark stays for the next check. Meeting a running computed means that the
 * dependencies form a ring, at least those of the last runs: then the observer runs, and if it
 * really reads in a ring, that read throws.
 *
 * Order of the reads is what makes stopping early right: the sources before the first changed one
 * are unchanged, so the observer would come to read that one again.
 *
 * Cost: O(links above the observer that may be stale), plus the evaluations.
 */
import * as Flag from './flags.ts';
import type { ComputedNode, Link, ObserverNode } from './node.ts';
import { state } from './state.ts';

/** The links through which the walk went down; checks inside of evaluations stack on top. */
const path: (Link | undefined)[] = [];
let height = 0;

/** Whether a source of `observer` has changed since it was read. The caller has marked it `Running`. */
export function mustRun(observer: ObserverNode): boolean {
  const base = height;
  const clock = state.clock;
  let sub = observer;
  let link = sub._deps;
  for (;;) {
    let changed = false;
    while (link !== undefined) {
      const dep = link.dep;
      if (isStale(dep as ComputedNode)) {
        if (dep._flags & Flag.Running) {
          changed = true;
          break;
        }
        dep._flags = (dep._flags & ~Flag.Pending) | Flag.Running;
        path[height++] = link;
        sub = dep as ComputedNode;
        link = sub._deps;
        continue;
      }
      if (link.version !== dep._version) {
        changed = true;
        break;
      }
      link = link.nextDep;
    }
    for (;;) {
      if (height === base) return changed;
      const node = sub as ComputedNode;
      if (changed) {
        node._evaluate();
      } else {
        node._flags &= ~Flag.Running;
        node._checked = clock;
      }
      link = path[--height] as Link;
      path[height] = undefined;
      sub = link.sub;
      changed = link.version !== node._version;
      if (!changed) {
        link = link.nextDep;
        break;
      }
    }
  }
}

/** Whether `node` may not be up to date. False for every plain signal. */
export function isStale(node: ComputedNode): boolean {
  const flags = node._flags;
  return (
    (flags & (Flag.Pending | Flag.Dirty)) !== 0 ||
    ((flags & Flag.Lazy) !== 0 && node._checked !== state.clock)
  );
}

/** Brings a computed up to date. */
export function refresh(node: ComputedNode): void {
  if (!isStale(node)) return;
  if (!(node._flags & Flag.Dirty)) {
    const clock = state.clock;
    node._flags = (node._flags & ~Flag.Pending) | Flag.Running;
    if (!mustRun(node)) {
      node._flags &= ~Flag.Running;
      node._checked = clock;
      return;
    }
  }
  node._evaluate();
}
