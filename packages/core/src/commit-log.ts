import { jsonEqual } from '@data-map/path';
import { type Change, composeChanges, toPatch } from '@data-map/storage';
import { diff } from './diff.ts';
import { disposable } from './disposable.ts';
import { checkCallback } from './errors.ts';
import { isObject } from './is-object.ts';
import { inversePatch, type Patch } from './json-patch.ts';
import type { Saying, Unsubscribe } from '@data-map/subscriptions';
import type { Listener } from './write-path.ts';

/**
 * What a commit did, in a form that can be sent, stored, replayed or undone. Passed to the listeners of `DataMap.onCommit`.
 *
 * @example
 * ```ts
 * import { createDataMap } from '@data-map/core';
 * const store = createDataMap({ list: [1, 2] });
 * store.onCommit((commit) => console.log(JSON.stringify(commit)));
 * store.set('/list/0', 7, { origin: 'ui' });
 * // -> {"patch":[{"op":"replace","path":"/list/0","value":7}],"inverse":[{"op":"replace","path":"/list/0","value":1}],"origin":"ui"}
 * ```
 */
export class CommitEvent {
  /** The net changes, in order: a place that was written twice is one change, a place that was written back is none. */
  readonly changes: readonly Change[];
  /** The `origin` that the writer passed; lets a replica recognize commits that must not be sent back to where they came from. */
  readonly origin: unknown;
  #patch: Patch | undefined;
  #inverse: Patch | undefined;

  /** Called by the store for each commit. */
  constructor(changes: readonly Change[], origin: unknown) {
    this.changes = changes;
    this.origin = origin;
  }

  /**
   * The changes as a JSON Patch (RFC 6902), with as few operations as the writes allow. If the whole document was replaced by
   * one that shares parts with it, as `restore` does, it is the difference of the two. Computed when first read.
   */
  get patch(): Patch {
    return (this.#patch ??= difference(this.changes, false) ?? toPatch(this.changes));
  }

  /** The JSON Patch that undoes the commit. Computed when first read. */
  get inverse(): Patch {
    return (this.#inverse ??= difference(this.changes, true) ?? inversePatch(this.changes));
  }

  /** Returns what `JSON.stringify` serializes: both patches and the origin. */
  toJSON(): Pick<CommitEvent, 'patch' | 'inverse' | 'origin'> {
    const { patch, inverse, origin } = this;
    return { patch, inverse, origin };
  }
}

/** If the commit replaces the document by one that shares parts with it, returns the patch between the two. */
function difference([change, further]: readonly Change[], isInverse: boolean): Patch | undefined {
  if (further !== undefined || change?.op !== 'replace' || change.pointer !== '') return undefined;
  const { value, previous } = change;
  if (!sharesParts(value, previous)) return undefined;
  return isInverse ? diff(value, previous) : diff(previous, value);
}

/** In how many pairs of containers a shared part is looked for, breadth-first. */
const SEARCHED = 100;

function sharesParts(a: unknown, b: unknown): boolean {
  const pairs: [unknown, unknown][] = [[a, b]];
  for (const [left, right] of pairs) {
    if (!isObject(left) || !isObject(right)) continue;
    const parts = new Set(Object.values(left).filter(isObject));
    for (const [key, part] of Object.entries(right)) {
      if (parts.has(part as object)) return true;
      if (pairs.length < SEARCHED && isObject(part) && Object.hasOwn(left, key))
        pairs.push([left[key as keyof typeof left], part]);
    }
  }
  return false;
}

/**
 * Whether a Change replaced a value by an equal one. Only a `replace` can: `add` and `remove` insert and remove an element even
 * where both `value` and `previous` are `undefined`.
 */
function isEqualCopy({ op, value, previous }: Change): boolean {
  return op === 'replace' && jsonEqual(value, previous);
}

/** The commit listeners of one store. */
export class CommitLog implements Listener {
  readonly #listeners = new Set<(commit: CommitEvent) => void>();

  get idle(): boolean {
    return this.#listeners.size === 0;
  }

  /** Calls `listener` after each commit until the returned function is called. @throws SubscriptionOptionError */
  subscribe(listener: (commit: CommitEvent) => void): Unsubscribe {
    checkCallback(listener);
    // A new function each time, so that a listener which is passed twice is called twice, and can be removed once
    const entry = (commit: CommitEvent): void => listener(commit);
    this.#listeners.add(entry);
    return disposable(() => this.#listeners.delete(entry));
  }

  commit(changes: readonly Change[], origin: unknown, sayings: Saying[]): void {
    const net = changes.length === 1 ? changes : composeChanges(changes);
    if (net.every(isEqualCopy)) return;
    const event = new CommitEvent(net, origin);
    for (const listener of this.#listeners) {
      const call = (): void => {
        if (this.#listeners.has(listener)) listener(event);
      };
      sayings.push({ target: 'onCommit', isRecord: true, call });
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
