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
 * What a commit did, as it can be sent, stored, replayed or undone. Given to the listeners of `DataMap.onCommit`.
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
  /** The net changes of the batch, in order; a place written twice is one change, one put back is none. */
  readonly changes: readonly Change[];
  /** What the writer passed as `origin`, so that a commit that came from elsewhere need not be sent back there. */
  readonly origin: unknown;
  #patch: Patch | undefined;
  #inverse: Patch | undefined;

  /** Called for each commit. */
  constructor(changes: readonly Change[], origin: unknown) {
    this.changes = changes;
    this.origin = origin;
  }

  /**
   * The changes as a JSON Patch (RFC 6902): as few operations as the writes allow, or what differs where the whole document was
   * replaced by one that shares parts with it, as `restore` does. Made when first asked for.
   */
  get patch(): Patch {
    return (this.#patch ??= difference(this.changes, false) ?? toPatch(this.changes));
  }

  /** The JSON Patch that takes the commit back. */
  get inverse(): Patch {
    return (this.#inverse ??= difference(this.changes, true) ?? inversePatch(this.changes));
  }

  /** What `JSON.stringify` makes of it: the patches and the origin. */
  toJSON(): Pick<CommitEvent, 'patch' | 'inverse' | 'origin'> {
    const { patch, inverse, origin } = this;
    return { patch, inverse, origin };
  }
}

/** The patch between two documents, where a commit is the replacement of one by the other and they have parts in common. */
function difference([change, further]: readonly Change[], isInverse: boolean): Patch | undefined {
  if (further !== undefined || change?.op !== 'replace' || change.pointer !== '') return undefined;
  const { value, previous } = change;
  if (!sharesParts(value, previous)) return undefined;
  return isInverse ? diff(value, previous) : diff(previous, value);
}

/** In so many containers of two documents, from the top, a common part is looked for. */
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
 * Whether a Change put an equal value in the place of what was there. Only a `replace` can: with `add` and `remove` an element comes
 * or goes, even where both `value` and `previous` are `undefined`.
 */
function isEqualCopy({ op, value, previous }: Change): boolean {
  return op === 'replace' && jsonEqual(value, previous);
}

/** Those who want to hear of every commit. */
export class CommitLog implements Listener {
  readonly #listeners = new Set<(commit: CommitEvent) => void>();

  get idle(): boolean {
    return this.#listeners.size === 0;
  }

  /** Calls `listener` after each commit until the returned function is called. */
  subscribe(listener: (commit: CommitEvent) => void): Unsubscribe {
    checkCallback(listener);
    // A function of its own, so that the same listener can be given twice and taken back once.
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
