/**
 * The way of every write through the house. One direction, no way back:
 *
 *     set / patch / push / transaction                      data-map.ts
 *       -> FlatStore applies it and says what changed       storage
 *       -> record(): the journal keeps the changes; pointer signals and live queries are marked, refs follow
 *       -> commit(), at the end of the outermost batch:
 *            live queries take the changes and find what entered, left, changed, moved
 *            refs and commit listeners find what there is to say
 *            the subscription engine finds who listens where a value has changed, and delivers all of it
 *       -> callbacks run, first in, first out, then effects, on a consistent store
 *
 * Marking is done at once, so that a computed read inside a batch is never stale; telling is done at the end, so that
 * nobody is told of a state that nobody else can see. There is one queue, the engine's: a commit is one item in it, whoever
 * is told of it. A write made by a callback is applied and committed at once, and its item queues behind the one that is
 * being delivered.
 *
 * A transaction remembers how long the journal was when it began. To roll back, the changes behind that mark are
 * taken back, last first, but the journal is cut at the mark: signals see the way there and the way back (and compare
 * equal), live queries forget both, subscriptions and commit listeners see neither.
 */
import { batch as signalBatch, CycleError, untracked } from '@data-map/signals';
import type { Change, FlatStore } from '@data-map/storage';
import type { Saying, SubscriptionEngine } from '@data-map/subscriptions';
import { AsyncBatchError } from './errors.ts';
import { isObject } from './is-object.ts';

/** Called after a rollback with the changes that it took back, in the order in which they were made, and their place in the journal. */
export type Restore = (taken: readonly Change[], mark: number) => void;

/** Who is told of every single change at once, inside a batch too. */
export interface Follower {
  /** Whether there is anybody behind it; a follower that is idle costs a write nothing. */
  readonly idle: boolean;
  /** @param mark how long the journal was before them, where that can be rolled back */
  follow(changes: readonly Change[], mark?: number): void;
  /** What must survive a rollback although inverse changes cannot restore it; called when a transaction begins. */
  save?(): Restore | undefined;
}

/** Who is told of the net result of the outermost batch. */
export interface Listener {
  readonly idle: boolean;
  /**
   * Takes the changes of one commit, in the order in which commits are made, and adds to `sayings` what there is to be said
   * about them: calls of foreign code, which run after all listeners have taken the commit.
   */
  commit(changes: readonly Change[], origin: unknown, sayings: Saying[]): void;
}

/** The write path of one store. */
export class WritePath {
  readonly #store: FlatStore;
  readonly #engine: SubscriptionEngine;
  readonly #followers: readonly Follower[];
  readonly #listeners: readonly Listener[];
  readonly #isIdle: () => boolean;
  #journal: Change[] = [];
  #depth = 0;
  /** How many of the open batches are transactions. */
  #transactions = 0;
  #origin: unknown = undefined;

  /**
   * @param isIdle whether all followers and listeners are idle. Whoever names them asks each in its own words, which costs a
   * write that nobody watches half as much as a loop: in that every `idle` is a call of one of many getters.
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

  /** Takes what the store has just done. A write outside a batch is a batch of one. */
  record(changes: readonly Change[], origin?: unknown): void {
    if (changes.length === 0) return;
    // A batch speaks for the writes in it; where it names no origin, the first write that does speaks for the batch.
    if (this.#origin === undefined) this.#origin = origin;
    if (this.#depth > 0) {
      const { length } = this.#journal;
      // First: what the end of the stack keeps from being followed is taken back, or told, all the same
      for (const change of changes) this.#journal.push(change);
      this.#take(changes, length);
      return;
    }
    if (this.#engine.size === 0 && this.#isIdle()) {
      this.#origin = undefined;
      return;
    }
    joined(() => {
      this.#take(changes, 0);
      this.#commit(changes);
    });
  }

  /** Runs `write` so that everything it writes is delivered once, when the outermost batch ends. */
  batch<R>(write: () => R, origin?: unknown): R {
    return this.#nest(origin, () => {
      const result = write();
      if (isThenable(result)) throw refusal('batch', result);
      return result;
    });
  }

  /** The same, all or nothing: a throw undoes what was written since, and goes on to the caller. */
  transaction<R>(write: () => R, origin?: unknown): R {
    return this.#nest(origin, () => {
      const mark = this.#journal.length;
      const restores = this.#followers.map((follower) => follower.save?.());
      if (this.#transactions++ === 0) this.#store.keepOriginals(true);
      try {
        const result = write();
        if (isThenable(result)) throw refusal('transaction', result);
        return result;
      } catch (error) {
        const taken = this.#journal.slice(mark);
        const inverse = this.#store.takeBack(taken);
        // Not before: near the end of the stack that throws, and whoever is around takes all back
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

  /** What was written in the open batch; only to be looked at. */
  get journal(): readonly Change[] {
    return this.#journal;
  }

  /** Where a rollback can go back to: the length of the journal while a transaction is open. */
  get mark(): number | undefined {
    return this.#transactions > 0 ? this.#journal.length : undefined;
  }

  #nest<R>(origin: unknown, body: () => R): R {
    return joined(() => {
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
      // Who wrote nothing, or took it back, does not speak for the others
      if (this.#journal.length === length) this.#origin = outer;
      try {
        if (this.#depth === 0) this.#commitJournal();
      } catch (error) {
        failures.push(error);
      }
      if (failures.length > 0) throw asOne(failures);
      return result as R;
    });
  }

  /**
   * Hands changes to the followers. Where effects write without end, a signal refuses to be moved with a CycleError. Then the write is
   * taken back, and the journal is cut to what it was before (`mark`).
   */
  #take(changes: readonly Change[], mark: number): void {
    try {
      this.#follow(changes, this.#transactions > 0 ? mark : undefined);
    } catch (error) {
      if (this.#depth === 0) this.#origin = undefined;
      if (error instanceof CycleError) {
        const inverse = this.#store.takeBack(changes);
        this.#journal.length = mark;
        try {
          this.#follow(inverse);
        } catch {
          // It refuses the way back as well
        }
      }
      throw error;
    }
  }

  /** A follower that throws keeps no other from following; the first error is thrown in the end. */
  #follow(changes: readonly Change[], mark?: number): void {
    let failures: unknown[] | undefined;
    for (const follower of this.#followers) {
      if (follower.idle) continue;
      try {
        follower.follow(changes, mark);
      } catch (error) {
        (failures ??= []).push(error);
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
   * Listeners only take the commit; nobody outside is called before all of them have. Where an effect has written, what those
   * who are told read and make is not its own.
   */
  #commit(changes: readonly Change[]): void {
    const origin = this.#origin;
    this.#origin = undefined;
    untracked(() => {
      const sayings: Saying[] = [];
      for (const listener of this.#listeners) {
        if (!listener.idle) listener.commit(changes, origin, sayings);
      }
      this.#engine.notify(changes, sayings);
    });
  }
}

/** Runs `work` in a batch of signals. What the effects throw that run at its end is thrown together with what `work` throws. */
export function joined<R>(work: () => R): R {
  try {
    return signalBatch(work);
  } catch (error) {
    // What `work` threw comes first, and has a list of its own where several have thrown
    const isNested = error instanceof AggregateError && error.errors[0] instanceof AggregateError;
    throw isNested ? asOne(error.errors) : error;
  }
}

/** What is thrown for several. */
function asOne(failures: readonly unknown[]): unknown {
  if (failures.length === 1) return failures[0];
  const errors = failures.flatMap((error): unknown[] =>
    error instanceof AggregateError ? error.errors : [error],
  );
  return new AggregateError(errors, `${errors.length} errors in one commit`);
}

/** Nobody but who gets this error can get at the promise: should it be rejected, that is told as well. */
function refusal(what: 'batch' | 'transaction', promise: unknown): AsyncBatchError {
  // Only where that starts nothing, as it might with the `then` of somebody else
  if (promise instanceof Promise) Promise.prototype.then.call(promise, undefined, () => {});
  return new AsyncBatchError(what, promise);
}

function isThenable(value: unknown): boolean {
  return isObject(value) && 'then' in value && typeof value.then === 'function';
}
