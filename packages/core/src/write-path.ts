/**
 * The way of every write through the house. One direction, no way back:
 *
 *     set / patch / push / transaction                      data-map.ts
 *       -> FlatStore applies it and says what changed       storage
 *       -> record(): the journal keeps the changes; pointer signals and live queries are marked, refs follow
 *       -> commit(), at the end of the outermost batch:
 *            live queries take the changes and say what entered, left, changed, moved
 *            the subscription engine finds who listens and queues its events
 *            commit listeners get the net patch and its inverse
 *       -> callbacks run, first in, first out, then effects, on a consistent store
 *
 * Marking is done at once, so that a computed read inside a batch is never stale; telling is done at the end, so that
 * nobody is told of a state that nobody else can see. A write made by a callback is applied and committed at once; its
 * events queue behind those of the delivery that is going on.
 *
 * A transaction remembers how long the journal was when it began. To roll back, the changes behind that mark are
 * inverted, last first, and recorded like any other write, but the journal is cut at the mark: signals and queries see
 * the way there and the way back (and compare equal), subscriptions and commit listeners see neither.
 */
import { batch as signalBatch } from '@data-map/signals';
import { type Change, type FlatStore, invertChange } from '@data-map/storage';
import { AsyncBatchError, throwCollected } from './errors.ts';

/** Who is told of every single change at once, inside a batch too. */
export interface Follower {
  /** Whether there is anybody behind it; a follower that is idle costs a write nothing. */
  readonly idle: boolean;
  follow(changes: readonly Change[]): void;
  /** What must survive a rollback although inverse changes cannot restore it; called when a transaction begins. */
  save?(): () => void;
}

/** Who is told of the net result of the outermost batch. */
export interface Listener {
  readonly idle: boolean;
  /** Takes the changes of one commit and queues what is to be said about them; must not call foreign code. */
  commit(changes: readonly Change[], origin: unknown): void;
  /** Says the first thing queued, calling foreign code; false when there was none. */
  deliver(): boolean;
}

/** How many deliveries may follow from one another before the loop is called endless. */
export class WritePath {
  readonly #store: FlatStore;
  readonly #followers: readonly Follower[];
  readonly #listeners: readonly Listener[];
  #journal: Change[] = [];
  #depth = 0;
  #delivering = false;
  #origin: unknown = undefined;

  constructor(store: FlatStore, followers: readonly Follower[], listeners: readonly Listener[]) {
    this.#store = store;
    this.#followers = followers;
    this.#listeners = listeners;
  }

  /** Whether a batch or transaction is open. */
  get isBatching(): boolean {
    return this.#depth > 0;
  }

  /** Takes what the store has just done. A write outside a batch is a batch of one. */
  record(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    if (this.#depth > 0) {
      for (const change of changes) this.#journal.push(change);
      this.#follow(changes);
      return;
    }
    if (this.#nobodyIsThere()) return;
    signalBatch(() => {
      this.#follow(changes);
      this.#commit(changes);
    });
  }

  /** Runs `write` so that everything it writes is delivered once, when the outermost batch ends. */
  batch<R>(write: () => R, origin?: unknown): R {
    return this.#nest(origin, () => {
      const result = write();
      if (isThenable(result)) throw new AsyncBatchError('batch');
      return result;
    });
  }

  /** The same, all or nothing: a throw undoes what was written since, and goes on to the caller. */
  transaction<R>(write: () => R, origin?: unknown): R {
    return this.#nest(origin, () => {
      const mark = this.#journal.length;
      const restores = this.#followers.map((follower) => follower.save?.());
      try {
        const result = write();
        if (isThenable(result)) throw new AsyncBatchError('transaction');
        return result;
      } catch (error) {
        this.#rollBack(mark);
        for (const restore of restores) restore?.();
        throw error;
      }
    });
  }

  /** The changes of the innermost transaction since `mark`, for whoever computes an inverse patch. */
  since(mark: number): readonly Change[] {
    return this.#journal.slice(mark);
  }

  /** Where the journal stands now. */
  get mark(): number {
    return this.#journal.length;
  }

  #nest<R>(origin: unknown, body: () => R): R {
    return signalBatch(() => {
      const outermost = this.#depth === 0;
      if (outermost) this.#origin = origin;
      this.#depth++;
      try {
        return body();
      } finally {
        this.#depth--;
        if (outermost) this.#commitJournal();
      }
    });
  }

  #rollBack(mark: number): void {
    for (let i = this.#journal.length - 1; i >= mark; i--) {
      const change = this.#journal[i];
      if (change !== undefined) this.#follow(this.#store.apply(invertChange(change)));
    }
    this.#journal.length = mark;
  }

  #follow(changes: readonly Change[]): void {
    for (const follower of this.#followers) if (!follower.idle) follower.follow(changes);
  }

  #commitJournal(): void {
    const changes = this.#journal;
    if (changes.length === 0) return;
    this.#journal = [];
    this.#commit(changes);
  }

  #commit(changes: readonly Change[]): void {
    for (const listener of this.#listeners) {
      if (!listener.idle) listener.commit(changes, this.#origin);
    }
    this.#origin = undefined;
    this.#deliver();
  }

  /** Everything that is queued, in order; a delivery that is already going on takes over what was added. */
  #deliver(): void {
    if (this.#delivering) return;
    this.#delivering = true;
    const errors: unknown[] = [];
    try {
      for (let more = true; more;) {
        more = false;
        for (const listener of this.#listeners) {
          try {
            while (listener.deliver()) more = true;
          } catch (error) {
            errors.push(error);
            more = true;
          }
        }
      }
    } finally {
      this.#delivering = false;
    }
    throwCollected(errors, 'callbacks threw');
  }

  #nobodyIsThere(): boolean {
    return (
      this.#followers.every((follower) => follower.idle) &&
      this.#listeners.every((listener) => listener.idle)
    );
  }
}

function isThenable(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  );
}
