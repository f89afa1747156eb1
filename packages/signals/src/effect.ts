import { attempt, batch, failures, finish } from './batch.ts';
import { mustRun, settleSources } from './check.ts';
import { disposerOf, type Disposer } from './disposer.ts';
import { requireFunction, requireOptions } from './errors.ts';
import * as Flag from './flags.ts';
import { unsubscribe } from './links.ts';
import type { Link } from './node.ts';
import { abandon, adopt } from './owner.ts';
import { state } from './state.ts';
import { dropUnread } from './tracking.ts';

/** What an effect does; it may return a function that cleans up after this run. */
export type EffectFn =
  | ((this: { dispose: () => void }) => void | (() => void))
  | (() => void | (() => void));

/** What {@link effect} takes besides its function. */
export interface EffectOptions {
  /** Shown in debuggers. */
  name?: string | undefined;
}

/**
 * The object behind an effect: `this` of its function. {@link effect} makes and starts one.
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
   * An effect that has not run. Call {@link effect} instead, which runs it.
   *
   * @throws TypeError when `fn` is no function, or the options are no object.
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

  /** Ends the effect, once. Its children end first, the youngest before the others; then it cleans up. */
  dispose(): void {
    if (this.flags & Flag.Disposed) return;
    if (this.owner) abandon(this, this.owner);
    this.flags |= Flag.Disposed;
    if (this.flags & Flag.Running) return;
    state.depth++;
    try {
      this.end();
    } finally {
      if (--state.depth === 0) finish();
    }
  }

  /** Whether this is alive after the effects around it: those that are due come first. @internal */
  outlives(): boolean {
    for (let owner = this.owner; owner; owner = owner.owner) {
      if (owner.flags & Flag.Pending) owner.react();
    }
    return !(this.flags & Flag.Disposed);
  }

  /** @internal */
  react(): void {
    if (!(this.outlives() && this.flags & Flag.Pending)) return;
    this.flags = (this.flags & ~Flag.Pending) | Flag.Running;
    try {
      if (mustRun(this)) {
        try {
          this.execute();
        } catch (error) {
          failures.push(error);
          settleSources(this);
        }
      }
    } finally {
      // Nothing is called: this may be the end of the stack
      this.flags &= ~Flag.Running;
    }
    if (this.flags & Flag.Disposed) this.end();
  }

  /** The first run, wherever that may be. @internal */
  begin(): void {
    const { observer, run, tail } = state;
    this.flags |= Flag.Running;
    try {
      this.execute();
    } finally {
      this.flags &= ~Flag.Running;
      state.observer = observer;
      state.run = run;
      state.tail = tail;
      if (this.flags & Flag.Disposed) this.end();
    }
  }

  /** Leaves no observer. @internal */
  execute(): void {
    if (this.children || this.cleanup) this.clean();
    if (this.flags & Flag.Disposed) return;
    const run = (state.run = state.runs = (state.runs + 1) | 0);
    state.observer = this;
    state.tail = undefined;
    let threw = true;
    try {
      const cleanup = this.fn();
      threw = false;
      if (typeof cleanup === 'function') this.cleanup = cleanup as () => void;
    } finally {
      const end = state.tail as Link | undefined;
      state.observer = undefined;
      // As in a computed
      if (end === undefined ? !threw && this.deps : end.nextDep) dropUnread(this, end, run);
    }
  }

  /** @internal */
  end(): void {
    const deps = this.deps;
    this.deps = undefined;
    // Whoever keeps the disposer should not keep what the effect has used
    this.fn = undefined as never;
    unsubscribe(deps);
    if (this.children || this.cleanup) this.clean();
  }

  /** Children first, then the own cleanup. @internal */
  clean(): void {
    while (this.children) this.children.dispose();
    const cleanup = this.cleanup;
    this.cleanup = undefined;
    if (cleanup && attempt(cleanup)) this.dispose();
  }
}

/**
 * Runs `fn` now, and again whenever something that it read has changed.
 *
 * What `fn` returns, if it is a function, cleans up: it is called before the next run and when the
 * effect ends. Effects, scopes and subscriptions made by a run end with the next run. A run is a
 * batch, and an effect that changes what it reads runs again until it is stable. O(1), and the run;
 * then each run costs what it does, and a comparison for each read that it repeats.
 *
 * @returns A function that ends the effect.
 * @throws What the first run throws, or what it sets off; then there is no effect.
 * @throws TypeError when `fn` is no function.
 * @throws CycleError when effects set each other off without end.
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
 * Runs an effect for the first time, or does `first` in its place. If that throws, or what it sets
 * off, there is no effect: the caller gets the error, and nothing to end it with.
 */
export function start(created: Effect, first?: () => void): Disposer {
  const before = failures.length;
  state.depth++;
  try {
    try {
      if (first) first();
      else created.begin();
    } catch (error) {
      failures.push(error);
    }
    // Hooks and cleanups may have thrown as well. It must not run again with those that are queued
    if (failures.length > before) created.dispose();
  } finally {
    state.depth--;
  }
  try {
    if (state.depth === 0) finish();
    if (failures.length > before) throw failures.splice(before, 1)[0];
  } catch (error) {
    return discard(created, error);
  }
  return disposerOf(created);
}

/** Ends what could not be started, and throws `error`, together with what its end throws. */
export function discard(created: Effect, error: unknown): never {
  return batch(() => {
    created.dispose();
    throw error;
  });
}
