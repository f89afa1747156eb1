/**
 * Plain subscribers, without the weight of an effect run each.
 *
 * Subscribers of one source that follow each other share one observer: one link, one mark, one place
 * in the queue, however many they are. An effect on the same source between two subscribers gets a
 * list on either side, so that everybody still runs in the order of subscription. Each subscriber
 * remembers the version it was called for. So it is called at most once for a change, one that writes
 * the source does not make the later ones see the same value twice, and one that joins while the list
 * is walked is not called for that change.
 *
 *     source.subs ──► link ──► Subscribers { a, b, c }
 */
import { failures } from './batch.ts';
import { mustRun } from './check.ts';
import type { Disposer } from './disposer.ts';
import { Effect, start } from './effect.ts';
import * as Flag from './flags.ts';
import { callHooks, subscribe, unsubscribe } from './links.ts';
import { makeLink, type Link, type ReactionNode, type SourceNode } from './node.ts';
import { untracked } from './untracked.ts';

type Readable = SourceNode & { peek(): unknown };

class Subscribers implements ReactionNode {
  flags = Flag.Reaction;
  readonly all = new Set<Subscriber>();
  readonly deps: Link;

  constructor(source: SourceNode) {
    this.deps = makeLink(source, this);
  }

  react(): void {
    const source = this.deps.dep as Readable;
    this.flags = Flag.Reaction;
    for (const one of this.all) {
      if (one.outlives()) {
        // Brings a computed up to date; if it has written what it read, a call evaluates it once more
        mustRun(this);
        break;
      }
    }
    for (const one of this.all) {
      try {
        if (one.version !== source.version && one.outlives()) one.call(source);
      } catch (error) {
        failures.push(error);
      }
    }
  }
}

/** An effect that never runs: it only knows whom it belongs to, and how it ends. */
class Subscriber extends Effect {
  /** What it was called for, from the first call on. */
  declare version: number;

  call(source: Readable): void {
    const before = this.version;
    let value: unknown;
    try {
      // Not `value`, which costs 2 ns more, a third of all
      value = source.peek();
    } finally {
      this.version = source.version;
    }
    const fn = this.fn as (value: unknown) => void;
    if (before !== this.version) fn(value);
  }
}

export function subscribeTo(source: Readable, fn: (value: unknown) => void): Disposer {
  const subscriber = new Subscriber(fn as () => void);
  return start(subscriber, () => {
    const head = source.subs?.sub;
    const list = head instanceof Subscribers ? head : new Subscribers(source);
    list.all.add(subscriber);
    subscriber.cleanup = () => {
      list.all.delete(subscriber);
      if (!list.all.size) unsubscribe(list.deps);
    };
    if (list !== head) {
      subscribe(list.deps);
      callHooks();
    }
    untracked(() => subscriber.call(source));
  });
}
