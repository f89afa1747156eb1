import { differs, recall } from './batch.ts';
import { isStale, refresh, settleSources } from './check.ts';
import { CycleError, requireFunction } from './errors.ts';
import * as Flag from './flags.ts';
import { polled } from './links.ts';
import type { Link } from './node.ts';
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
 * | the same, from the eighth such read in a task on | as observed, until the task ends |
 * | memory | 112 bytes, and 72 for each dependency |
 *
 * @example
 * ```ts
 * import { Computed, Signal, signal } from '@data-map/signals';
 *
 * const count = signal(2);
 * const double = new Computed(() => count.value * 2, { name: 'double' });
 * console.log(double.name, double.value, double instanceof Signal); // -> double 4 true
 * ```
 */
export class Computed<T = any> extends Signal<T> {
  /** @internal */ readonly fn: () => T;
  /** @internal */ deps: Link | undefined = undefined;
  /** @internal */ checked = 0;
  /** @internal */ via: Link | undefined = undefined;

  /**
   * As {@link computed}: `fn` is not called before the value is read. O(1).
   *
   * @throws TypeError when `fn` is no function.
   */
  constructor(fn: () => T, options?: SignalOptions<NoInfer<T>>) {
    super(undefined, options);
    requireFunction(fn);
    this.flags = Flag.Derived | Flag.Dirty | Flag.Lazy;
    this.fn = fn;
  }

  /**
   * The value, evaluated now if need be. Read inside a computed or an effect, it becomes a
   * dependency.
   *
   * @throws What `fn` threw, again and again until a source changes.
   * @throws CycleError when it is read, however indirectly, by its own evaluation.
   */
  override get value(): T {
    const observer = state.observer;
    if (observer === undefined || this.seenBy === state.run) return this.peek();
    const link = track(this, observer);
    // A dependency all the same: by it the reader learns that the ring was opened
    if (this.flags & Flag.Running) throw new CycleError(this);
    if (this.flags & Flag.Unsure && isStale(this)) {
      refresh(this);
      link.version = this.version;
    }
    if (this.flags & Flag.Failed) throw this.current;
    return this.current as T;
  }

  /**
   * The value, evaluated now if need be, without making it a dependency.
   *
   * @throws What `fn` threw, and CycleError as `value` does.
   */
  override peek(): T {
    if (this.flags & Flag.Unready) {
      if (this.flags & Flag.Running) throw new CycleError(this);
      if (isStale(this)) {
        refresh(this);
        if (this.flags & Flag.Lazy) polled(this);
      }
      if (this.flags & Flag.Failed) throw this.current;
    }
    return this.current as T;
  }

  /** @internal */
  evaluate(): void {
    const { observer, run, tail } = state;
    const flags = this.flags;
    let failed = 0;
    this.checked = state.clock;
    this.flags = (flags & ~(Flag.Dirty | Flag.Pending)) | Flag.Running;
    state.observer = this;
    const version = (state.run = state.runs = (state.runs + 1) | 0);
    state.tail = undefined;
    try {
      const value = this.fn();
      // A value that follows on none, or on an error, is a new one whatever it was before
      if (flags & (Flag.Dirty | Flag.Failed)) {
        this.before = undefined;
        this.current = value;
        this.version = version;
      } else if (
        this.options === undefined ? value !== this.current : differs(this, value, this.current)
      ) {
        // Mostly there is nothing to remember: one call less
        const old = this.before || (state.depth && !state.rounds) ? recall(this, value) : undefined;
        // An equal one is that from then, as it would be outside of a batch
        this.current = old ? old.value : value;
        this.version = old?.version ?? version;
      }
    } catch (error) {
      // A ring may be open at the next read, though nothing that was tracked has changed; and where
      // nothing was read, nothing will. Nothing is called from here to the flags: this may be the end
      // of the stack
      const again = error instanceof CycleError || state.tail === undefined;
      failed = again ? Flag.Failed | Flag.Dirty : Flag.Failed;
      this.before = undefined;
      this.current = error;
      this.version = version;
    }
    const end = state.tail as Link | undefined;
    state.observer = observer;
    state.run = run;
    state.tail = tail;
    this.flags = (this.flags & ~(Flag.Running | Flag.Failed)) | failed;
    // What threw before it read anything keeps what it had read: something must bring it back
    if (end === undefined ? !failed && this.deps : end.nextDep) dropUnread(this, end, version);
    else if (failed) settleSources(this);
  }
}

/**
 * Makes a computed: a read-only signal whose value `fn` derives from other signals. It is evaluated
 * when somebody reads it, and keeps nothing alive while nobody observes it. O(1).
 *
 * @param fn - Should have no effect besides its value. What it throws is kept and thrown to readers.
 * @param options - `name`, `equals` (default `===`), `watched`, `unwatched`.
 * @throws TypeError when `fn` is no function.
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
export function computed<T>(fn: () => T, options?: SignalOptions<NoInfer<T>>): ReadonlySignal<T> {
  return new Computed(fn, options);
}
