import { Computed, Effect, type ReadonlySignal } from '@data-map/signals';
import { expect } from 'vitest';

import * as Flag from '../src/flags.ts';
import { dueHooks, warm } from '../src/links.ts';
import type { ComputedNode, Link, ObserverNode, SourceNode } from '../src/node.ts';

/**
 * Checks what must hold whenever no code of the engine runs, for all nodes that can be reached from
 * `roots`:
 *
 * - both lists of every link agree;
 * - a computed is lazy exactly if it is neither observed nor warm;
 * - no node is left running, no reaction is left marked, and no hook is kept after its call;
 * - a marked computed is not lazy, and all its observers are marked, so no reaction is downstream of it.
 */
export function checkInvariants(roots: Iterable<ReadonlySignal<unknown> | ObserverNode>): void {
  if (dueHooks.length > 0) expect.fail('A hook is kept after its call');
  const open: (SourceNode | ObserverNode)[] = [...roots] as unknown[] as never;
  const seen = new Set(open);
  const visit = (node: SourceNode | ObserverNode): void => {
    if (!seen.has(node)) {
      seen.add(node);
      open.push(node);
    }
  };
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.flags & Flag.Running) {
      expect.fail('A node is left running');
    }
    if ('subs' in node) checkSource(node, visit);
    if ('deps' in node) checkObserver(node, visit);
  }
}

function checkSource(source: SourceNode, visit: (node: ObserverNode) => void): void {
  expect(source.before, 'what was before the batch').toBe(undefined);
  let previous: Link | undefined;
  for (let link = source.subs; link !== undefined; link = link.nextSub) {
    if (link.dep !== source) expect.fail('A link stands in the list of another source');
    if (link.prevSub !== previous) expect.fail('The list of observers is broken');
    if (link.sub.flags & Flag.Lazy) expect.fail('A lazy computed is in a list of observers');
    if (!depsOf(link.sub).includes(link)) expect.fail('An observer has lost its link');
    visit(link.sub);
    previous = link;
  }
}

function checkObserver(observer: ObserverNode, visit: (node: SourceNode) => void): void {
  const lazy = (observer.flags & Flag.Lazy) !== 0;
  if (observer instanceof Computed) {
    const computed: ComputedNode = observer;
    if (lazy) expect(computed.subs, 'lazy').toBe(undefined);
    else if (computed.subs === undefined && !warm.includes(computed)) {
      expect.fail('A computed that is neither observed nor warm is in lists of observers');
    }
    expect(computed.via).toBe(undefined);
    if (computed.flags & Flag.Pending) {
      if (lazy) expect.fail('A lazy computed is marked');
      // Reactions at rest are not marked, so this also says that none is downstream
      for (const { sub } of subsOf(computed)) {
        if (!(sub.flags & Flag.Pending))
          expect.fail('What observes a marked computed is not marked');
      }
    }
  } else if (observer instanceof Effect && observer.flags & Flag.Disposed) {
    expect(observer.deps).toBe(undefined);
  } else if (observer.flags & Flag.Pending) {
    expect.fail('A reaction at rest is marked');
  }
  for (const link of depsOf(observer)) {
    if (link.sub !== observer) expect.fail('A link stands in the list of another observer');
    if (lazy) {
      if (link.prevSub !== undefined || link.nextSub !== undefined) {
        expect.fail('A link of a lazy computed is in a list of observers');
      }
    } else if (!subsOf(link.dep).includes(link)) {
      expect.fail('A source has lost a link');
    }
    visit(link.dep);
  }
}

function depsOf(observer: ObserverNode): Link[] {
  const links: Link[] = [];
  for (let link = observer.deps; link !== undefined; link = link.nextDep) links.push(link);
  return links;
}

function subsOf(source: SourceNode): Link[] {
  const links: Link[] = [];
  for (let link = source.subs; link !== undefined; link = link.nextSub) links.push(link);
  return links;
}
