import { attempt, batch, changed, failures, finish } from './batch.ts';
import { mustRun } from './check.ts';
import { disposerOf, type Disposer } from './disposer.ts';
import { requireFunction, requireOptions } from './errors.ts';
import * as Flag from './flags.ts';
import { unsubscribe } from './links.ts';
import type { Link } from './node.ts';
import { abandon, adopt } from './owner.ts';
import { state } from './state.ts';
import { endRun } from './tracking.ts';

/** The function of an effect. It may return a function that cleans up after the run. */
export type EffectFn =
  | ((this: { dispose: () => void }) => void | (() => void))
  | (() => void | (() => void));

/** The options of {@link effect}. */
export interface EffectOptions {
  /** Shown in debuggers. */
  name?: string | undefined;
}

/**
 * The object behind an effect, and `this` in its function. Create effects with {@link effect}, which also
 * starts them.
 *
 * Memory: 88 bytes, 72 for each dependency, and the disposer.
 *
 * @example
 * ```ts
 * import { Effect, effect, signal } from '@data-map/signals';
 *
 * const count = signal(1);
 * effect(function () {
 *   console.log(this instanceof Effect, count.value); // -> true 1
 *   // -> true 2
 *   if (count.value === 2) this.dispose();
 * });
 * count.value = 2;
 * count.value = 3;
 * ```
 */
export class Effect {
  /** @internal */ flags = Flag.Reaction;
  /** @internal */ fn: () => unknown;
  /** @internal */ deps: Link | undefined = undefined;
  /** @internal */ cleanup: (() => void) | undefined = undefined;
  /** @internal */ owner: Effect | undefined = undefined;
  /** @internal */ children: Effect | undefined = undefined;
  /** @internal */ younger: Effect | undefined = undefined;
  /** @internal */ elder: Effect | undefined = undefined;
  /** The name from the options. */
  declare name?: string;

  /**
   * Creates an effect that has not run. Call {@link effect} instead, which runs it.
   *
   * @throws TypeError if `fn` is not a function, or the options are not an object.
   */
  constructor(fn: EffectFn, options?: EffectOptions) {
    requireFunction(fn);
    this.fn = fn as () => unknown;
    if (options) {
      requireOptions(options);
      if (options.name) this.name = options.name;
    }
    adopt(this);
  }

  /**
   * Ends the effect: first what it owns, the youngest first, then its own cleanup runs. Inside its own
   * run, the effect ends when the run does. Further calls do nothing.
   */
  dispose(): void {
    if (this.flags & Flag.Disposed) return;
    if (this.owner !== undefined) abandon(this, this.owner);
    this.flags |= Flag.Disposed;
    if (this.flags & Flag.Running) return;
    state.depth++;
    try {
      this.end();
    } finally {
      if (--state.depth === 0) finish();
    }
  }

  /**
   * Runs the effects around this one that are queued, and returns whether this one is still alive then.
   * @internal
   */
  survivesOwners(): boolean {
    for (let owner = this.owner; owner !== undefined; owner = owner.owner) {
      if (owner.flags & Flag.Pending) owner.react();
    }
    return !(this.flags & Flag.Disposed);
  }

  /** Runs, if it is marked and a source has really changed. @internal */
  react(): void {
    if (!(this.survivesOwners() && this.flags & Flag.Pending)) return;
    this.flags = (this.flags & ~Flag.Pending) | Flag.Running;
    try {
      if (mustRun(this)) this.execute();
    } finally {
      // Nothing is called here: the stack may have overflowed
      this.flags &= ~Flag.Running;
    }
    if (this.flags & Flag.Disposed) this.end();
  }

  /**
   * Calls `fn`, tracked. Leaves `state.observer` undefined, and `state.run` and `state.tail` changed.
   * @internal
   */
  execute(): void {
    if (this.children !== undefined || this.cleanup !== undefined) this.clean();
    if (this.flags & Flag.Disposed) return;
    const run = (state.run = state.runs = (state.runs + 1) | 0);
    state.observer = this;
    state.tail = undefined;
    let failed = 0;
    try {
      const cleanup = this.fn();
      if (typeof cleanup === 'function') this.cleanup = cleanup as () => void;
    } catch (error) {
      failed = failures.push(error);
    } finally {
      state.observer = undefined;
    }
    endRun(this, state.tail, run, failed);
  }

  /** Lets go of the sources and of `fn`, and cleans up. @internal */
  end(): void {
    const deps = this.deps;
    this.deps = undefined;
    // A disposer that is kept must not keep alive what the function has captured
    this.fn = undefined as never;
    unsubscribe(deps);
    this.clean();
  }

  /**
   * Disposes of the children, then calls the own cleanup. An effect whose cleanup throws ends. @internal
   */
  clean(): void {
    while (this.children !== undefined) this.children.dispose();
    const { cleanup } = this;
    if (cleanup !== undefined) {
      this.cleanup = undefined;
      if (attempt(cleanup)) this.dispose();
    }
  }
}

/**
 * Runs `fn` now, and again whenever something that it read has changed.
 *
 * If `fn` returns a function, that function is called before the next run and when the effect ends.
 * Effects, scopes and subscriptions that are created during a run belong to the effect, and end before
 * its next run. A run is a batch. An effect that changes what it reads runs again until it is stable.
 * O(1) plus the run; in every run, a repeated read costs one comparison.
 *
 * @returns A function that ends the effect.
 * @throws What the first run throws, or anything that runs because of it; then there is no effect.
 * @throws TypeError if `fn` is not a function, or the options are not an object.
 * @throws CycleError if effects trigger each other without end.
 * @example
 * ```ts
 * import { effect, signal } from '@data-map/signals';
 *
 * const name = signal('Ada');
 * const stop = effect(() => {
 *   const greeted = name.value;
 *   console.log('hello', greeted);
 *   return () => console.log('goodbye', greeted);
 * }); // -> hello Ada
 * name.value = 'Grace'; // -> goodbye Ada
 * // -> hello Grace
 * stop(); // -> goodbye Grace
 * ```
 */
export function effect(fn: EffectFn, options?: EffectOptions): Disposer {
  return start(new Effect(fn, options));
}

/**
 * Runs an effect for the first time, maybe inside the run of another observer, and returns its disposer.
 * If that throws, or anything that runs because of it, the effect is disposed of and the error is thrown:
 * the caller would have no disposer.
 */
export function start(created: Effect): Disposer {
  const before = failures.length;
  const { observer, run, tail } = state;
  created.flags |= Flag.Running;
  state.depth++;
  try {
    created.execute();
  } catch (error) {
    failures.push(error);
  } finally {
    // Nothing is called here: the stack may have overflowed
    created.flags &= ~Flag.Running;
    state.depth--;
    state.observer = observer;
    state.run = run;
    state.tail = tail;
  }
  if (changed.length > 0 || failures.length > before || created.flags & Flag.Disposed) {
    conclude(created, before);
  }
  return disposerOf(created);
}

/** Does what a first run leaves to be done: it has written, thrown or disposed of its effect. */
function conclude(created: Effect, before: number): void {
  try {
    // Hooks and cleanups may have thrown, too. In the batch, so that the flush at its end does not run the
    // effect again
    batch(() => {
      if (created.flags & Flag.Disposed) created.end();
      else if (failures.length > before) created.dispose();
    });
    if (failures.length > before) throw failures.splice(before, 1)[0];
  } catch (error) {
    discard(created, error);
  }
}

/**
 * Disposes of an effect that could not be started, and throws `error`, together with what the disposal
 * throws.
 */
export function discard(created: Effect, error: unknown): never {
  return batch(() => {
    created.dispose();
    throw error;
  });
}
