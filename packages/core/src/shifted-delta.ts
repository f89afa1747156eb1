import type { QueryDelta } from '@data-map/path';
import type { LiveQueryDelta } from './ordered-view.ts';

/**
 * A delta that lists the moved results when they are first read, since one insertion may move all of them.
 *
 * A class, because defining a getter on each object takes as long as a whole commit (see `UpdateEvent` of package subscriptions).
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

  /** Returns what `JSON.stringify` serializes: all four lists. */
  toJSON(): LiveQueryDelta {
    const { added, removed, changed, moved } = this;
    return { added, removed, changed, moved };
  }
}
