import { assign, differs, raise, renew } from './batch.ts';
import { refresh, UNSURE } from './check.ts';
import { CycleError } from './errors.ts';
import * as Flag from './flags.ts';
import type { ComputedNode, Link } from './node.ts';
import type { SignalOptions } from './options.ts';
import { Signal, type ReadonlySignal } from './signal.ts';
import { state } from './state.ts';
import { dropUnread, track } from './tracking.ts';

/**
 * A value derived from others: evaluated when it is read, and again only after something that it
 * read has changed.
 *
 * | operation | cost |
 * | --- | --- |
 * | read, nothing written since | O(1) |
 * | read, observed | O(sources that may have changed), then the evaluation if one has |
 * | read, unobserved | O(links above it) after any write anywhere |
 * | memory | 112 bytes, and 72 for each dependency |
 */
export class Computed<T = any> extends Signal<T> implements ComputedNode {
  /** @internal */ readonly _fn: () => T;
  /** @internal */ _deps: Link | undefined = undefined;
  /** @internal */ _checked = 0;
  /** @internal */ _via: Link | undefined = undefined;

  constructor(fn: () => T, options?: SignalOptions<T>) {
    super(undefined, options);
    this._flags = Flag.Derived | Flag.Dirty | Flag.Lazy;
    this._fn = fn;
  }

  /**
   * The value, evaluated now if need be. Read inside a computed or an effect, it becomes a
   * dependency.
   *
   * @throws What `fn` threw, again and again until a source changes.
   * @throws CycleError when it is read, however indirectly, by its own evaluation.
   */
  override get value(): T {
    const { observer, run } = state;
    if (observer === undefined || this._run === run) return this.peek();
    if (this._flags & Flag.Running) throw new CycleError(this);
    const link = track(this, observer);
    if (this._flags & UNSURE) refresh(this);
    link.version = this._version;
    if (this._flags & Flag.Failed) throw this._value;
    return this._value as T;
  }

  /** The value, without making it a dependency. */
  override peek(): T {
    const flags = this._flags;
    if (flags & Flag.Running) throw new CycleError(this);
    if (flags & UNSURE) {
      refresh(this);
      raise();
    }
    if (this._flags & Flag.Failed) throw this._value;
    return this._value as T;
  }

  /** @internal */
  _evaluate(): void {
    const { observer, run, tail } = state;
    const flags = this._flags;
    let failed = 0;
    this._checked = state.clock;
    this._flags = (flags & ~(Flag.Dirty | Flag.Pending)) | Flag.Running;
    state.observer = this;
    state.run = state.runs = (state.runs + 1) | 0;
    state.tail = undefined;
    try {
      const value = this._fn();
      if (flags & (Flag.Dirty | Flag.Failed)) renew(this, value);
      else if (differs(this, this._value, value)) {
        assign(this, value, state.depth > 0 && state.rounds === 0);
      }
    } catch (error) {
      failed = Flag.Failed;
      renew(this, error);
    }
    const end = state.tail as Link | undefined;
    state.observer = observer;
    state.run = run;
    state.tail = tail;
    dropUnread(this, end);
    this._flags = (this._flags & ~(Flag.Running | Flag.Failed)) | failed;
  }
}

/**
 * Makes a computed: a read-only signal whose value `fn` derives from other signals. It is evaluated
 * when somebody reads it, and keeps nothing alive while nobody observes it.
 *
 * @param fn - Should have no effect besides its value. What it throws is kept and thrown to readers.
 * @param options - `name`, `equals` (default `===`), `watched`, `unwatched`.
 * @example
 * ```ts
 * import { computed, signal } from '@data-map/signals';
 *
 * const price = signal(20);
 * const gross = computed(() => price.value * 1.5);
 * console.log(gross.value); // -> 30
 * price.value = 40;
 * console.log(gross.value); // -> 60
 * ```
 */
export function computed<T>(fn: () => T, options?: SignalOptions<T>): ReadonlySignal<T> {
  return new Computed(fn, options);
}
