import { leave, report } from './batch.ts';
import { mustRun } from './check.ts';
import { disposerOf, type Disposer } from './disposer.ts';
import * as Flag from './flags.ts';
import { unsubscribe } from './links.ts';
import type { Link, ReactionNode } from './node.ts';
import { abandon, adopt, type Owned } from './owner.ts';
import { state } from './state.ts';
import { dropUnread } from './tracking.ts';
import { untracked } from './untracked.ts';

/** What an effect does; it may return a function that cleans up after this run. */
export type EffectFn =
  | ((this: { dispose: () => void }) => void | (() => void))
  | (() => void | (() => void));

export interface EffectOptions {
  /** Shown in debuggers. */
  name?: string | undefined;
}

/**
 * The object behind an effect: `this` of its function. {@link effect} makes and starts one.
 *
 * Memory: 96 bytes, 72 for each dependency, and the disposer.
 */
export class Effect implements ReactionNode, Owned {
  /** @internal */ _flags = Flag.Reaction;
  /** @internal */ readonly _fn: () => unknown;
  /** @internal */ _deps: Link | undefined = undefined;
  /** @internal */ _queued: ReactionNode | undefined = undefined;
  /** @internal */ _cleanup: (() => void) | undefined = undefined;
  /** @internal */ _children: Owned | undefined = undefined;
  /** @internal */ _owner: Effect | undefined = undefined;
  /** @internal */ _younger: Owned | undefined = undefined;
  /** @internal */ _elder: Owned | undefined = undefined;
  declare readonly name?: string;

  constructor(fn: EffectFn, options?: EffectOptions) {
    this._fn = fn as () => unknown;
    if (options?.name !== undefined) this.name = options.name;
    adopt(this);
  }

  /** Ends the effect, once. Its children end first, the youngest before the others; then it cleans up. */
  dispose(): void {
    if (this._flags & Flag.Disposed) return;
    this._flags |= Flag.Disposed;
    abandon(this);
    if (this._flags & Flag.Running) return;
    state.depth++;
    this._end();
    leave();
  }

  /** @internal */
  _react(): void {
    // An effect around this one that is to run as well comes first: it may dispose of this one
    for (let owner = this._owner; owner !== undefined; owner = owner._owner) {
      if (owner._flags & Flag.Pending) owner._react();
    }
    if ((this._flags & (Flag.Pending | Flag.Disposed)) === Flag.Pending) this._run(false);
  }

  /** Runs: always if it is the `first` run, which may throw, otherwise if a source has changed. @internal */
  _run(first: boolean): void {
    this._flags = (this._flags & ~Flag.Pending) | Flag.Running;
    const { observer, run, tail } = state;
    try {
      if (!first) {
        if (!mustRun(this)) return;
        this._clean();
        if (this._flags & Flag.Disposed) return;
      }
      state.observer = this;
      state.run = state.runs = (state.runs + 1) | 0;
      state.tail = undefined;
      const cleanup = this._fn();
      if (typeof cleanup === 'function') this._cleanup = cleanup as () => void;
    } catch (error) {
      if (first) throw error;
      report(error);
    } finally {
      if (state.observer === this) {
        const end = state.tail as Link | undefined;
        state.observer = observer;
        state.run = run;
        state.tail = tail;
        dropUnread(this, end);
      }
      this._flags &= ~Flag.Running;
      if (this._flags & Flag.Disposed) this._end();
    }
  }

  /** @internal */
  _end(): void {
    const deps = this._deps;
    this._deps = undefined;
    unsubscribe(deps);
    this._clean();
  }

  /** Children first, then the own cleanup. @internal */
  _clean(): void {
    while (this._children !== undefined) this._children.dispose();
    const cleanup = this._cleanup;
    if (cleanup !== undefined) {
      this._cleanup = undefined;
      try {
        untracked(cleanup);
      } catch (error) {
        report(error);
        this.dispose();
      }
    }
  }
}

/**
 * Runs `fn` now, and again whenever something that it read has changed.
 *
 * What `fn` returns, if it is a function, cleans up: it is called before the next run and when the
 * effect ends. Effects, scopes and subscriptions made by a run end with the next run. A run is a
 * batch, and an effect that changes what it reads runs again until it is stable.
 *
 * @returns A function that ends the effect.
 * @throws What the first run throws; then there is no effect.
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
  const created = new Effect(fn, options);
  state.depth++;
  let failed = true;
  try {
    created._run(true);
    failed = false;
  } catch (error) {
    if (state.depth > 1) throw error;
    report(error);
  } finally {
    if (failed) created.dispose();
    leave();
  }
  return disposerOf(created);
}
