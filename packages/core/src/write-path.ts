/**
 * The path of every write. It has one direction:
 *
 *     set / push / patch / …         data-map.ts
 *       │
 *       ▼
 *     FlatStore                      applies the write, returns what changed as Changes      (storage)
 *       │
 *       ▼  record(changes)           AT ONCE, also inside a batch
 *     ┌──────────────────────────────────────────────────────────────────────────────────────────────┐
 *     │ journal                      appends the Changes                                             │
 *     │ followers:                                                                                   │
 *     │   pointer signals            mark themselves stale                                           │
 *     │   live queries               mark themselves stale, keep the Changes that concern them       │
 *     │   refs                       move along with their elements                                  │
 *     └──────────────────────────────────────────────────────────────────────────────────────────────┘
 *       │
 *       ▼  #commit(changes)          WHEN THE OUTERMOST BATCH ENDS, with the whole journal
 *     ┌──────────────────────────────────────────────────────────────────────────────────────────────┐
 *     │ listeners, each adding the calls that it has to make:                                        │
 *     │   live queries               bring their results up to date, work out the delta              │
 *     │   refs                       compare the values of their elements                            │
 *     │   commit log                 composes the net Changes                                        │
 *     │ SubscriptionEngine.notify    finds the subscriptions whose values changed    (subscriptions) │
 *     └──────────────────────────────────────────────────────────────────────────────────────────────┘
 *       │
 *       ▼
 *     one queue of commits, FIFO     callbacks run, then the calls of the listeners
 *       │
 *       ▼
 *     end of the signal batch        effects run                                             (signals)
 *
 * Marking happens at once, so that a computed that is read inside a batch is never stale. Notifying happens at the end, so
 * that nobody is notified of an intermediate state. A write outside a batch is a batch of one.
 *
 * There is one queue, that of the engine, and a commit is one item in it, whatever kinds of subscribers it has. A write made
 * by a callback is applied and committed at once; its item waits behind the commit that is being delivered. Only what a function of a live
 * query (`sort`, `key`) writes while the listeners work is no commit of its own: it would overtake theirs, so it joins it.
 *
 * Rollback. A transaction remembers the length of the journal at its start, the *mark*. If it fails, the store takes back the
 * Changes behind the mark, last first, and the journal is cut at the mark:
 *
 *     batch(() => {                  journal
 *       set('/a', 1);                a
 *       transaction(() => {          a            mark = 1
 *         set('/b', 2);              a b
 *         throw …                    a            followers are given b, then its inverse
 *       });
 *     });                            commits a
 *
 * Signals follow b and its inverse, and then compare equal. Live queries discard both. Subscriptions and commit listeners see
 * neither, because they are given the journal.
 */
import { batch as signalBatch, CycleError, untracked } from '@data-map/signals';
import type { Change, FlatStore } from '@data-map/storage';
import type { Saying, SubscriptionEngine } from '@data-map/subscriptions';
import { AsyncBatchError } from './errors.ts';
import { isObject } from './is-object.ts';

const NONE: readonly Change[] = [];

/**
 * Completes a rollback.
 *
 * @param taken the Changes that were taken back, in the order in which they were made
 * @param mark the length of the journal before the first of them
 */
export type Restore = (taken: readonly Change[], mark: number) => void;

/** Is given every Change as soon as it is made, also inside a batch. */
export interface Follower {
  /** Whether there is nothing to follow; an idle follower costs a write nothing. */
  readonly idle: boolean;
  /**
   * @param mark inside a transaction, the length of the journal before these Changes
   * @throws CycleError where effects write without end: the Changes are then taken back, and must leave no trace that following
   * their inverses does not erase
   */
  follow(changes: readonly Change[], mark?: number): void;
  /**
   * Called when a transaction begins. What it returns is called after a rollback, when the inverse Changes have been followed,
   * and restores what these cannot restore.
   *
   * @param isOutermost whether no other transaction is open
   */
  save?(isOutermost: boolean): Restore | undefined;
}

/** Is given the Changes of each commit. */
export interface Listener {
  /** Whether there is nobody to notify; an idle listener is skipped. */
  readonly idle: boolean;
  /**
   * Processes one commit, and appends to `sayings` the calls of subscribers that result from it. These calls run when all
   * listeners have processed the commit. Commits arrive in the order in which they are made.
   */
  commit(changes: readonly Change[], origin: unknown, sayings: Saying[]): void;
}

/** The write path of one store: its journal, its batches and its transactions. */
export class WritePath {
  readonly #store: FlatStore;
  readonly #engine: SubscriptionEngine;
  readonly #followers: readonly Follower[];
  readonly #listeners: readonly Listener[];
  readonly #isIdle: () => boolean;
  /** The Changes of the open batch that were not rolled back. */
  #journal: Change[] = [];
  /** How many batches are open, transactions included. */
  #depth = 0;
  /** How many of the open batches are transactions. */
  #transactions = 0;
  /** The origin of the next commit. */
  #origin: unknown = undefined;
  /**
   * What the two functions below are called with, set right before. A closure for each write would cost it more than the calls do.
   * They read the fields first, since writes may be nested.
   */
  #recorded = NONE;
  /**
   * While listeners process a commit, what functions of live queries have written since: it joins the commit, since it must not overtake it.
   * `undefined` between commits. It shares the field with what is about to be committed: a field more made writes 1.5 to 2 times as slow (plans/benchmarks-clock-and-check.md).
   */
  #committed: readonly Change[] | undefined = undefined;
  #committedOrigin: unknown = undefined;
  readonly #recordNow = (): void => {
    const changes = this.#recorded;
    this.#recorded = NONE;
    this.#take(changes, 0);
    this.#commit(changes);
  };
  readonly #commitNow = (): void => {
    let changes = this.#committed ?? NONE;
    const origin = this.#committedOrigin;
    this.#committed = NONE;
    this.#committedOrigin = undefined;
    const sayings: Saying[] = [];
    for (const listener of this.#listeners) {
      if (!listener.idle) listener.commit(changes, origin, sayings);
      if (this.#committed.length === 0) continue;
      changes = changes.concat(this.#committed);
      this.#committed = NONE;
      // Once: what functions write now is taken with the next commit
      listener.commit(changes, origin, sayings);
    }
    this.#committed = undefined;
    this.#engine.notify(changes, sayings);
  };

  /**
   * @param isIdle whether all followers and listeners are idle. The caller, who knows their classes, asks one by one. A loop
   * here would be a megamorphic call of `idle`, which makes a write that nobody observes twice as slow.
   */
  constructor(
    store: FlatStore,
    engine: SubscriptionEngine,
    followers: readonly Follower[],
    listeners: readonly Listener[],
    isIdle: () => boolean,
  ) {
    this.#store = store;
    this.#engine = engine;
    this.#followers = followers;
    this.#listeners = listeners;
    this.#isIdle = isIdle;
  }

  /**
   * Takes the Changes that the store has just made, and outside a batch commits them.
   *
   * @throws what subscribers and effects throw
   */
  record(changes: readonly Change[], origin?: unknown): void {
    if (changes.length === 0) return;
    // The origin of a batch takes precedence over those of the writes in it; without one, the first write that has one decides
    if (this.#origin === undefined) this.#origin = origin;
    if (this.#depth > 0) {
      const { length } = this.#journal;
      // Before `#take`: where that runs out of stack, the Changes are rolled back or delivered all the same
      for (const change of changes) this.#journal.push(change);
      this.#take(changes, length);
      return;
    }
    if (this.#engine.size === 0 && this.#isIdle()) {
      this.#origin = undefined;
      return;
    }
    this.#recorded = changes;
    inSignalBatch(this.#recordNow);
  }

  /** Runs `write`; what it writes is committed when the outermost batch ends, also if it throws. */
  batch<R>(write: () => R, origin?: unknown): R {
    return this.#nest(origin, () => {
      const result = write();
      if (isThenable(result)) throw asyncBatchError('batch', result);
      return result;
    });
  }

  /** Runs `write` as a batch that is all or nothing: if it throws, its writes are rolled back and the error is rethrown. */
  transaction<R>(write: () => R, origin?: unknown): R {
    return this.#nest(origin, () => {
      const mark = this.#journal.length;
      const isOutermost = this.#transactions === 0;
      const restores = this.#followers.map((follower) => follower.save?.(isOutermost));
      if (this.#transactions++ === 0) this.#store.keepOriginals(true);
      try {
        const result = write();
        if (isThenable(result)) throw asyncBatchError('transaction', result);
        return result;
      } catch (error) {
        const taken = this.#journal.slice(mark);
        const inverse = this.#store.takeBack(taken);
        // Only now: where `takeBack` runs out of stack, the enclosing transaction can still take back everything
        this.#journal.length = mark;
        try {
          this.#follow(inverse);
        } finally {
          for (const restore of restores) restore?.(taken, mark);
        }
        throw error;
      } finally {
        if (--this.#transactions === 0) this.#store.keepOriginals(false);
      }
    });
  }

  /** The Changes of the open batch. Must not be modified. */
  get journal(): readonly Change[] {
    return this.#journal;
  }

  /** The length of the journal while a transaction is open. */
  get mark(): number | undefined {
    return this.#transactions > 0 ? this.#journal.length : undefined;
  }

  /** Runs `body` as a batch. What it throws and what the commit throws are thrown together. */
  #nest<R>(origin: unknown, body: () => R): R {
    return inSignalBatch(() => {
      const outer = this.#origin;
      const { length } = this.#journal;
      if (this.#origin === undefined) this.#origin = origin;
      const failures: unknown[] = [];
      let result: R | undefined;
      this.#depth++;
      try {
        result = body();
      } catch (error) {
        failures.push(error);
      } finally {
        this.#depth--;
      }
      // A batch that wrote nothing, or was rolled back, must not give its origin to the commit of others
      if (this.#journal.length === length) this.#origin = outer;
      try {
        if (this.#depth === 0) this.#commitJournal();
      } catch (error) {
        failures.push(error);
      }
      if (failures.length > 0) throw merged(failures);
      return result as R;
    });
  }

  /**
   * Passes Changes to the followers. If effects keep writing without end, the signal that a follower writes throws a CycleError
   * (SIG21). Then these Changes are taken back and the journal is cut at `mark`, so that the refused write leaves no trace.
   */
  #take(changes: readonly Change[], mark: number): void {
    try {
      this.#follow(changes, this.#transactions > 0 ? mark : undefined, true);
    } catch (error) {
      if (this.#depth === 0) this.#origin = undefined;
      if (error instanceof CycleError) {
        const inverse = this.#store.takeBack(changes);
        this.#journal.length = mark;
        try {
          this.#follow(inverse, undefined, true);
        } catch {
          // The signal refuses the inverse Changes, too, at the same follower
        }
      }
      throw error;
    }
  }

  /**
   * Passes Changes to all followers, also if one of them throws; then throws the first error.
   *
   * @param isRefusable whether a CycleError leads to the Changes being taken back; then the followers after it do not see them
   */
  #follow(changes: readonly Change[], mark?: number, isRefusable = false): void {
    let failures: unknown[] | undefined;
    for (const follower of this.#followers) {
      if (follower.idle) continue;
      try {
        follower.follow(changes, mark);
      } catch (error) {
        (failures ??= []).push(error);
        if (isRefusable && failures[0] instanceof CycleError) break;
      }
    }
    if (failures !== undefined) throw failures[0];
  }

  #commitJournal(): void {
    const changes = this.#journal;
    if (changes.length === 0) return;
    this.#journal = [];
    this.#commit(changes);
  }

  /**
   * Commits: all listeners process the Changes before any subscriber is called. Untracked, because the write may have been made
   * by an effect: what subscribers read is not a dependency of that effect, and effects that they create are not its children.
   */
  #commit(changes: readonly Change[]): void {
    const origin = this.#origin;
    this.#origin = undefined;
    if (this.#committed !== undefined) {
      this.#committed = this.#committed.concat(changes);
      return;
    }
    this.#committed = changes;
    this.#committedOrigin = origin;
    try {
      untracked(this.#commitNow);
    } finally {
      this.#committed = undefined;
    }
  }
}

/** Runs `work` in a signal batch. What `work` throws, and what effects throw at the end of the batch, is thrown as one error. */
export function inSignalBatch<R>(work: () => R): R {
  try {
    return signalBatch(work);
  } catch (error) {
    // The error of `work` comes first. If that is an AggregateError itself, it is flattened into the other errors
    const isNested = error instanceof AggregateError && error.errors[0] instanceof AggregateError;
    throw isNested ? merged(error.errors) : error;
  }
}

/** The only error, or a flat AggregateError of several. */
function merged(failures: readonly unknown[]): unknown {
  if (failures.length === 1) return failures[0];
  const errors = failures.flatMap((error): unknown[] =>
    error instanceof AggregateError ? error.errors : [error],
  );
  return new AggregateError(errors, `${errors.length} errors in one commit`);
}

/**
 * The error for a function that returned a promise. The promise is its `cause`, and marked as handled: if it is rejected, that
 * must not be reported as unhandled in addition.
 */
function asyncBatchError(what: 'batch' | 'transaction', promise: unknown): AsyncBatchError {
  // Only a native promise: calling the `then` of another thenable might start something
  if (promise instanceof Promise) Promise.prototype.then.call(promise, undefined, () => {});
  return new AsyncBatchError(what, promise);
}

function isThenable(value: unknown): boolean {
  return isObject(value) && 'then' in value && typeof value.then === 'function';
}
