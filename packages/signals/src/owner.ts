/**
 * Who belongs to whom. An effect, scope or subscription that is created while an effect runs, or
 * directly in a scope, belongs to it, and ends when the effect runs again or is disposed of.
 *
 *     owner._children ──► c ◄──► b ◄──► a        the youngest first, which is also the order in
 *                                                which they end
 *
 * Joining and leaving are O(1).
 */
import type { Effect } from './effect.ts';
import * as Flag from './flags.ts';
import { state } from './state.ts';

export interface Owned {
  _owner: Effect | undefined;
  _younger: Owned | undefined;
  _elder: Owned | undefined;
  dispose(): void;
}

/** Gives `node` to the owner of this moment. */
export function adopt(node: Owned): void {
  const observer = state.observer;
  const owner = observer === undefined ? state.scope : observer._flags & Flag.Reaction ? (observer as Effect) : undefined;
  if (owner !== undefined) {
    node._owner = owner;
    const elder = (node._elder = owner._children);
    if (elder !== undefined) elder._younger = node;
    owner._children = node;
  }
}

/** Takes `node` from its owner. */
export function abandon(node: Owned): void {
  const { _owner: owner, _younger: younger, _elder: elder } = node;
  if (owner === undefined) return;
  if (elder !== undefined) elder._younger = younger;
  if (younger !== undefined) younger._elder = elder;
  else owner._children = elder;
  node._owner = node._younger = node._elder = undefined;
}
