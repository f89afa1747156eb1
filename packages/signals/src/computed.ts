import { differs, recall } from './batch.ts';
import { refresh } from './check.ts';
import { CycleError, requireFunction } from './errors.ts';
import * as Flag from './flags.ts';
import { countPoll } from './links.ts';
import type { Link } from './node.ts';
import type { SignalOptions } from './options.ts';
import { Signal, type ReadonlySignal } from './signal.ts';
import { state } from './state.ts';
import { endRun, track } from './tracking.ts';

/**
 * A value derived from others. It is evaluated when it is read, and again only after something that it
 * read has changed.
 *
 * | operation | cost |
 * | --- | --- |
 * | read, nothing written since | O(1) |
 * | read, observed | O(links above it that may be stale), then the evaluation if a source has changed |
 * | read, unobserved | O(links above it) after a write to any signal, then the same |
 * | read, unobserved, from the eighth such read on | as observed, until the task ends; then the count begins anew |
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
   * The same as {@link computed}: `fn` is not called before the value is read. O(1).
   *
   * @throws TypeError if `fn` is not a function, the options are not an object, or one of their functions
   *   is not a function.
   */
  constructor(fn: () => T, options?: SignalOptions<NoInfer<T>>) {
    super(undefined, options);
    requireFunction(fn);
    this.flags = Flag.Derived | Flag.Dirty | Flag.Lazy;
    this.fn = fn;
  }

  /**
   * The value, evaluated now if it is stale. A read inside a computed or an effect makes it a dependency.
   *
   * @throws What `fn` threw, at every read until a source changes.
   * @throws CycleError if its own evaluation reads it, directly or through other computeds.
   */
  override get value(): T {
    const observer = state.observer;
    if (observer === undefined || this.seenBy === state.run) return this.peek();
    return read(this, track(this, observer));
  }

  /**
   * Returns the value, evaluated now if it is stale, without making it a dependency.
   *
   * @throws What `fn` threw, and CycleError as `value` does.
   */
  override peek(): T {
    return this.flags & Flag.Unready ? read(this, undefined) : (this.current as T);
  }

  /** Calls `fn`, whatever the flags say, and takes its value or its error. @internal */
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
      // There is no value to compare with: the last evaluation failed, or there was none
      if (flags & (Flag.Dirty | Flag.Failed)) {
        this.before = undefined;
        this.current = value;
        this.version = version;
      } else if (
        this.options === undefined ? value !== this.current : differs(this, value, this.current)
      ) {
        // Outside of batches, and in a flush, nothing new is remembered, which spares the call
        const old =
          this.before !== undefined || (state.depth && !state.rounds)
            ? recall(this, value)
            : undefined;
        // Takes the old value as well, which with a custom `equals` may be another object than `value`
        this.current = old === undefined ? value : old.value;
        this.version = old?.version ?? version;
      }
    } catch (error) {
      // Two errors need a new evaluation at the next read, though no source may change until then: a ring may
      // have been opened, and a run that read nothing has no source. From here to the flags nothing is
      // called, since the error may be a stack overflow
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
    endRun(this, end, version, failed);
  }
}

/**
 * Brings `node` up to date and returns its value, or throws its error. If it was read for the first time in a run, `link`
 * records that. The link was made before this throws a `CycleError`: through it the reader is notified when the ring
 * is opened.
 */
function read<T>(node: Computed<T>, link: Link | undefined): T {
  const flags = node.flags;
  if (flags & Flag.Running) throw new CycleError(node);
  if (flags & Flag.Unsure && (flags & Flag.Dirty || node.checked !== state.clock)) {
    refresh(node);
    if (link !== undefined) link.version = node.version;
    else if (node.flags & Flag.Lazy) countPoll(node);
  }
  if (node.flags & Flag.Failed) throw node.current;
  return node.current as T;
}

/**
 * Creates a computed: a read-only signal whose value `fn` derives from other signals. It is evaluated
 * when it is read, and its sources do not keep it alive while nobody observes it. O(1).
 *
 * @param fn - Should have no side effects. What it throws is kept, and thrown to every reader.
 * @param options - `name`, `equals` (default `===`), `watched`, `unwatched`.
 * @throws TypeError if `fn` is not a function, the options are not an object, or one of their functions
 *   is not a function.
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
