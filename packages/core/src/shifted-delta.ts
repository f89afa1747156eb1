import type { QueryDelta } from '@data-map/path';
import type { LiveQueryDelta } from './ordered-view.ts';

/**
 * A delta of which the moved results are listed when they are read, since one insertion may move them all.
 *
 * A class, as a getter of an object's own takes as long as the whole commit (see `UpdateEvent` of the package subscriptions).
 */
export class ShiftedDelta implements LiveQueryDelta {
  readonly added: LiveQueryDelta['added'];
  readonly removed: LiveQueryDelta['removed'];
  readonly changed: LiveQueryDelta['changed'];
  readonly #delta: QueryDelta;

  constructor(delta: QueryDelta) {
    this.added = delta.added;
    this.removed = delta.removed;
    this.changed = delta.changed;
    this.#delta = delta;
  }

  get moved(): LiveQueryDelta['moved'] {
    return this.#delta.moved;
  }

  /** What `JSON.stringify` takes: all that the delta says. */
  toJSON(): LiveQueryDelta {
    const { added, removed, changed, moved } = this;
    return { added, removed, changed, moved };
  }
}
