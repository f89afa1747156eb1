/**
 * Who belongs to whom. An effect, scope or subscriber that is created while an effect runs, or
 * directly in a scope, belongs to it, and ends when the effect runs again or is disposed of: the
 * youngest first. Joining and leaving are O(1).
 *
 *     owner.children ──► c ◄──► b ◄──► a
 */
import type { Effect } from './effect.ts';
import * as Flag from './flags.ts';
import { state } from './state.ts';

/** Gives `child` to whoever owns what is created now. A computed owns nothing: it is shared. */
export function adopt(child: Effect): void {
  const { observer, scope } = state;
  const owner = observer ? observer.flags & Flag.Reaction && (observer as Effect) : scope;
  if (owner) {
    child.owner = owner;
    const elder = (child.elder = owner.children);
    if (elder) elder.younger = child;
    owner.children = child;
  }
}

/** Takes `child` from its owner. */
export function abandon(child: Effect, owner: Effect): void {
  const { elder, younger } = child;
  if (elder) elder.younger = younger;
  if (younger) younger.elder = elder;
  else owner.children = elder;
  child.owner = child.elder = child.younger = undefined;
}
