/**
 * Ownership. An effect, scope or subscription that is created in the run of an effect, or directly in a
 * scope, belongs to that effect or scope. It ends when its owner does, or before its owner runs again,
 * the youngest first. The children of an owner form a doubly linked list, so that entering and leaving
 * are O(1):
 *
 *     owner.children ──► c ──elder──► b ──elder──► a        and back by `younger`
 */
import type { Effect } from './effect.ts';
import * as Flag from './flags.ts';
import { state } from './state.ts';

/**
 * Makes the running effect or scope, if any, the owner of `child`. Computeds own nothing, since they are
 * shared.
 */
export function adopt(child: Effect): void {
  const { observer, scope } = state;
  const owner = observer === undefined ? scope : (observer as Effect);
  if (owner !== undefined && owner.flags & Flag.Reaction) {
    child.owner = owner;
    const elder = (child.elder = owner.children);
    if (elder !== undefined) elder.younger = child;
    owner.children = child;
  }
}

/** Removes `child` from the children of its owner. */
export function abandon(child: Effect, owner: Effect): void {
  const { elder, younger } = child;
  if (elder !== undefined) elder.younger = younger;
  if (younger !== undefined) younger.elder = elder;
  else owner.children = elder;
  child.owner = child.elder = child.younger = undefined;
}
