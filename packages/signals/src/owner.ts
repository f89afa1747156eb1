/**
 * Who belongs to whom. An effect, scope or subscription that is created while an effect runs, or
 * directly in a scope, belongs to it, and ends when the effect runs again or is disposed of.
 *
 *     owner._children ──► c ◄──► b ◄──► a        the youngest first, which is also the order in
 *                                                which they end
 *
 * Joining and leaving are O(1).
 */
import { batch } from './batch.ts';
import * as Flag from './flags.ts';
import { state } from './state.ts';

export abstract class Owned {
  /** @internal */ _owner: Owner | undefined;
  /** @internal */ _younger: Owned | undefined = undefined;
  /** @internal */ _elder: Owned | undefined = undefined;

  constructor() {
    const owner = (this._owner = state.owner);
    if (owner !== undefined) {
      const elder = (this._elder = owner._children);
      if (elder !== undefined) elder._younger = this;
      owner._children = this;
    }
  }

  /** Ends it, once. Children end before it, the youngest first. */
  abstract dispose(): void;

  /** @internal */
  _abandon(): void {
    const { _owner: owner, _younger: younger, _elder: elder } = this;
    if (owner === undefined) return;
    if (elder !== undefined) elder._younger = younger;
    if (younger !== undefined) younger._elder = elder;
    else owner._children = elder;
    this._owner = this._younger = this._elder = undefined;
  }
}

export abstract class Owner extends Owned {
  /** @internal */ _flags = 0;
  /** @internal */ _children: Owned | undefined = undefined;

  dispose(): void {
    if (this._flags & Flag.Disposed) return;
    this._flags |= Flag.Disposed;
    this._abandon();
    if (!(this._flags & Flag.Running)) batch(() => this._end());
  }

  /** @internal */
  _end(): void {
    this._disposeChildren();
  }

  /** @internal */
  _disposeChildren(): void {
    while (this._children !== undefined) this._children.dispose();
  }
}
