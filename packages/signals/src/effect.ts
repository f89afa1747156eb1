import { attempt, batch, failures, leave } from './batch.ts';
import { mustRun } from './check.ts';
import { disposerOf, type Disposer } from './disposer.ts';
import * as Flag from './flags.ts';
import { unsubscribe } from './links.ts';
import type { Link, ReactionNode } from './node.ts';
import { adopt } from './owner.ts';
import { state } from './state.ts';
import { runTracked } from './tracking.ts';

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
 * Memory: 80 bytes, 72 for each dependency, and the disposer.
 */
export class Effect implements ReactionNode {
  /** @internal */ flags = Flag.Reaction;
  /** @internal */ readonly fn: () => unknown;
  /** @internal */ deps: Link | undefined = undefined;
  /** @internal */ cleanup: (() => void) | undefined = undefined;
  /** @internal */ owner: Effect | undefined = undefined;
  /** @internal */ children: Set<Effect> | undefined = undefined;
  readonly name: string | undefined;

  constructor(fn: EffectFn, options?: EffectOptions) {
    this.fn = fn as () => unknown;
    this.name = options?.name;
    adopt(this);
  }

  /** Ends the effect, once. Its children end first, the youngest before the others; then it cleans up. */
  dispose(): void {
    if (this.flags & Flag.Disposed) return;
    this.flags |= Flag.Disposed;
    this.owner?.children?.delete(this);
    if (this.flags & Flag.Running) return;
    state.depth++;
    this.end();
    leave();
  }

  /** @internal */
  react(): void {
    // An effect around this one that is to run as well comes first: it may dispose of this one
    for (let owner = this.owner; owner; owner = owner.owner) {
      if (owner.flags & Flag.Pending) owner.react();
    }
    if ((this.flags & (Flag.Pending | Flag.Disposed)) === Flag.Pending) {
      try {
        this.execute(false);
      } catch (error) {
        failures.push(error);
      }
    }
  }

  /** Runs: always if it is the `first` run, otherwise if a source has changed. @internal */
  execute(first: boolean): void {
    try {
      if (first || mustRun(this)) {
        this.flags |= Flag.Running;
        this.clean();
        if (!(this.flags & Flag.Disposed)) {
          const cleanup = runTracked(this);
          if (typeof cleanup === 'function') this.cleanup = cleanup as () => void;
        }
      }
    } finally {
      this.flags &= ~Flag.Running;
      if (this.flags & Flag.Disposed) this.end();
    }
  }

  /** @internal */
  end(): void {
    const deps = this.deps;
    this.deps = undefined;
    unsubscribe(deps);
    this.clean();
  }

  /** Children first, then the own cleanup. @internal */
  clean(): void {
    this.children?.forEach((child) => child.dispose());
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
  return start(created, batch, () => created.execute(true));
}

/** Does `first` in a batch, or untracked. If that throws there is no effect. */
export function start(
  created: Effect,
  around: (fn: () => void) => void,
  first: () => void,
): Disposer {
  try {
    around(first);
  } catch (error) {
    created.dispose();
    throw error;
  }
  return disposerOf(created);
}
