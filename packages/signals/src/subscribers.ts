/**
 * Plain subscribers (`signal.subscribe(fn)`), which do without the cost of an effect run each.
 *
 * Adjacent subscribers of one source share one observer, however many they are: one link, one mark, one
 * place in the queue.
 *
 *     source.subs ──► link ──► Subscribers { a, b, c }
 *
 * If an effect on the same source subscribes between two of them, there is a list on either side of it,
 * so that all still run in the order of subscription.
 *
 * Each subscriber remembers the version that it was last called for. So it is called at most once for
 * each change. If one of them writes the source, those after it see the new value only, and only once.
 * One that subscribes while the list is walked is not called for that change again.
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

/** The observer that adjacent subscribers of one source share. */
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
      if (one.survivesOwners()) {
        // Brings the source up to date. If it is a computed that wrote what it read, `call` evaluates it
        // once more
        mustRun(this);
        break;
      }
    }
    for (const one of this.all) {
      try {
        if (one.version !== source.version && one.survivesOwners()) one.tell(source);
      } catch (error) {
        failures.push(error);
      }
    }
  }
}

/** An effect that runs once, to enter a list, and leaves it when it ends. */
class Subscriber extends Effect {
  declare list: Subscribers | undefined;
  /** The version of the source that `fn` was last called for; `undefined` before the first call. */
  declare version: number;

  override execute(): void {
    const { all, deps } = this.list as Subscribers;
    if (all.add(this).size === 1) {
      subscribe(deps);
      callHooks();
    }
    untracked(() => this.tell(deps.dep as Readable));
  }

  override end(): void {
    const { all, deps } = this.list as Subscribers;
    // As in `Effect`: a disposer that is kept must not keep them alive
    this.list = this.fn = undefined as never;
    all.delete(this);
    if (all.size === 0) unsubscribe(deps);
  }

  /** Calls `fn` with the value of `source`, unless `fn` was called for this version. */
  tell(source: Readable): void {
    const before = this.version;
    let value: unknown;
    try {
      // `peek`, since `value` costs 2 ns more, a third of the whole call
      value = source.peek();
    } finally {
      this.version = source.version;
    }
    const fn = this.fn as (value: unknown) => void;
    if (before !== this.version) fn(value);
  }
}

/** Calls `fn` with the value of `source`, at once and after each change, until the disposer is called. */
export function subscribeTo(source: Readable, fn: (value: unknown) => void): Disposer {
  const subscriber = new Subscriber(fn as () => void);
  const head = source.subs?.sub;
  subscriber.list = head instanceof Subscribers ? head : new Subscribers(source);
  return start(subscriber);
}
