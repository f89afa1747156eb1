import type { Pattern, Pointer } from '@data-map/path';
import type { Subscription } from './subscription.ts';
import type { TrieNode } from './trie-node.ts';

/**
 * Everybody who listens to one target, in order of subscription: a doubly linked list through the subscriptions, so
 * that joining and leaving cost the same however many there are.
 */
export class Channel {
  /** The target in its canonical spelling. */
  readonly target: Pattern;
  /** The one place of a target without wildcards, or the node of the others. */
  readonly place: Pointer | TrieNode<Channel>;
  first: Subscription | undefined = undefined;
  last: Subscription | undefined = undefined;
  /** How many of its subscriptions are deep. */
  deep = 0;

  constructor(target: Pattern, place: Pointer | TrieNode<Channel>) {
    this.target = target;
    this.place = place;
  }

  append(subscription: Subscription): void {
    subscription.before = this.last;
    if (this.last === undefined) this.first = subscription;
    else this.last.after = subscription;
    this.last = subscription;
    if (subscription.isDeep) this.deep++;
  }

  unlink(subscription: Subscription): void {
    const { before, after } = subscription;
    if (before === undefined) this.first = after;
    else before.after = after;
    if (after === undefined) this.last = before;
    else after.before = before;
    // Whoever keeps the function that ended it would keep all that ended after it, one by one
    subscription.before = subscription.after = undefined;
    if (subscription.isDeep) this.deep--;
  }
}
