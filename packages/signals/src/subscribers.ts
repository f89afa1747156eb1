/**
 * Plain subscribers, without the weight of an effect each.
 *
 * Subscribers of one source that follow each other share one observer, a list of callbacks: one
 * link, one mark, one place in the queue, however many they are. An effect on the same source
 * between two subscribers gets a list on either side, so that everybody still runs in the order of
 * subscription. Each callback remembers the version it was called for. So it is called at most once
 * for a change, a callback that writes the source does not make the later ones see the same value
 * twice, and one that joins while the list is walked is not called for that change.
 *
 *     source._subs ──► link ──► Subscribers ──first──► s ◄──► s ◄──► s
 */
import { batch, report } from './batch.ts';
import type { Effect } from './effect.ts';
import { disposerOf, type Disposer } from './disposer.ts';
import * as Flag from './flags.ts';
import { subscribe, unsubscribe } from './links.ts';
import type { Link, ReactionNode, SourceNode } from './node.ts';
import { abandon, adopt, type Owned } from './owner.ts';
import { untracked } from './untracked.ts';

type Callback = (value: unknown) => void;
type Readable = SourceNode & { peek(): unknown };

/** The callbacks that share one link to a source. */
class Subscribers implements ReactionNode {
  _flags = Flag.Reaction;
  readonly _deps: Link;
  _queued: ReactionNode | undefined = undefined;
  first: Subscription | undefined = undefined;
  last: Subscription | undefined = undefined;

  constructor(dep: SourceNode) {
    this._deps = {
      dep,
      sub: this,
      version: 0,
      nextDep: undefined,
      prevSub: undefined,
      nextSub: undefined,
    };
  }

  _react(): void {
    this._flags &= ~Flag.Pending;
    untracked(() => {
      const source = this._deps.dep as Readable;
      for (let entry = this.first; entry !== undefined; entry = entry.next) {
        try {
          const value = source.peek();
          if (entry.version !== source._version && entry.list !== undefined) {
            entry.version = source._version;
            entry.fn(value);
          }
        } catch (error) {
          report(error);
        }
      }
    });
  }
}

/** One callback. Once it has left its list it keeps `next`, so that a walk that stands on it goes on. */
class Subscription implements Owned {
  readonly fn: Callback;
  version = 0;
  list: Subscribers | undefined;
  previous: Subscription | undefined;
  next: Subscription | undefined = undefined;
  _owner: Effect | undefined = undefined;
  _younger: Owned | undefined = undefined;
  _elder: Owned | undefined = undefined;

  constructor(list: Subscribers, fn: Callback) {
    this.fn = fn;
    this.list = list;
    this.previous = list.last;
    if (list.last === undefined) list.first = this;
    else list.last.next = this;
    list.last = this;
    adopt(this);
  }

  dispose(): void {
    const { list, previous, next } = this;
    if (list === undefined) return;
    this.list = undefined;
    abandon(this);
    if (next === undefined) list.last = previous;
    else next.previous = previous;
    if (previous === undefined) list.first = next;
    else previous.next = next;
    if (list.first === undefined) batch(() => unsubscribe(list._deps));
  }
}

export function subscribeTo(source: Readable, fn: Callback): Disposer {
  return batch(() => {
    const head = source._subs?.sub;
    const list = head instanceof Subscribers ? head : new Subscribers(source);
    const subscription = new Subscription(list, fn);
    if (list !== head) subscribe(list._deps);
    try {
      const value = source.peek();
      subscription.version = source._version;
      untracked(() => fn(value));
    } catch (error) {
      subscription.dispose();
      throw error;
    }
    return disposerOf(subscription);
  });
}
