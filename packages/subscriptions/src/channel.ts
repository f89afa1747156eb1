import type { Pattern, Pointer } from '@data-map/path';
import type { Subscription } from './subscription.ts';
import type { TrieNode } from './trie-node.ts';

/**
 * The subscriptions to one target, in order of subscription: a doubly linked list through the subscriptions themselves, so
 * that `append` and `unlink` are O(1).
 */
export class Channel {
  /** The target in its canonical spelling. */
  readonly target: Pattern;
  /** The pointer of an exact target; the trie node of a pattern with wildcards. */
  readonly place: Pointer | TrieNode<Channel>;
  first: Subscription | undefined = undefined;
  last: Subscription | undefined = undefined;
  /** The number of deep subscriptions in the list. */
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
    // A caller may keep the function that ended a subscription; with these links it would retain all later ones of the list
    subscription.before = subscription.after = undefined;
    if (subscription.isDeep) this.deep--;
  }
}
