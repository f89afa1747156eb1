/**
 * Delivery: one commit after the other, each run to completion.
 *
 * A commit has notices, one for each event and subscription. They are delivered in the order in which the subscriptions were
 * made. After them come the sayings, with which others (live queries, refs) add deliveries to a commit. What a callback writes
 * is a new commit. Its notices are determined at once, from the document as it is then, but it waits in a queue until everything
 * before it has been delivered (first in, first out).
 *
 * Commits are counted in rounds: a commit that is made during a delivery belongs to the round after that of the commit being
 * delivered. If callbacks trigger each other endlessly, the number of rounds exceeds a limit. Since the rounds may grow in
 * size, the number of commits is limited too.
 *
 * An error does not stop delivery: errors are collected and rethrown when everything has been delivered.
 */

import type { Pattern } from '@data-map/path';
import { DeliveryLoopError, throwAll } from './errors.ts';
import type { AnyEvent } from './event.ts';
import type { Saying } from './source.ts';
import type { Subscription } from './subscription.ts';

/** The maximum number of rounds, and of microtasks in a row. */
const MAX_ROUNDS = 1000;

/** The maximum number of commits in all rounds of a delivery together. */
const MAX_COMMITS = 250_000;

/** `DeliveryLoopError` names the targets of this many last rounds; with too many commits, those of the second half. */
const NAMED_ROUNDS = 10;

/** One event for one subscription. */
export interface Notice {
  readonly subscription: Subscription;
  readonly event: AnyEvent;
}

interface Commit {
  readonly notices: readonly Notice[];
  readonly sayings: readonly Saying[];
  readonly round: number;
  /** Whether a postponement has released the notices, so that they are delivered without another one. */
  readonly isDue: boolean;
}

/** Calls `deliver` once, with the owner's own work before or after it. */
type Around = (deliver: () => void) => void;

export class Delivery {
  /** Ends a subscription; `endOf` in `engine.ts` and `once` need it. */
  readonly end: (subscription: Subscription) => void;
  readonly #around: Around;
  /** The commits that wait; those already delivered stay in it until the delivery ends. */
  #queue: Commit[] = [];
  #isRunning = false;
  /** The round of the commit that is being delivered. */
  #round = 0;
  /**
   * During `release`: the number of microtasks in a row, each scheduled during the delivery of the one before, that led to it; 1 for any
   * other schedule. Otherwise 0.
   */
  microtaskRound = 0;

  /**
   * @param end ends a subscription
   * @param around wraps each delivery of postponed events
   */
  constructor(end: (subscription: Subscription) => void, around: Around = (deliver) => deliver()) {
    this.end = end;
    this.#around = around;
  }

  /**
   * Delivers a commit, or queues it if a delivery is running.
   *
   * @throws what callbacks threw, and DeliveryLoopError; throws nothing if a delivery is running
   */
  deliver(notices: readonly Notice[], sayings: readonly Saying[], isDue: boolean): void {
    if (this.#isRunning) {
      this.#queue.push({ notices, sayings, round: this.#round + 1, isDue });
    } else {
      const errors: unknown[] = [];
      this.#isRunning = true;
      try {
        this.#run(notices, sayings, isDue, errors);
      } finally {
        this.#isRunning = false;
      }
      this.#drain(errors);
    }
  }

  /**
   * Delivers the postponed events of a subscription.
   *
   * @param round the number of microtasks in a row that led to this call
   * @throws DeliveryLoopError if there were too many; otherwise as `deliver`
   */
  release(subscription: Subscription, events: readonly AnyEvent[], round: number): void {
    if (round > MAX_ROUNDS) {
      const targets = new Set(events.map(({ target }) => target));
      throw new DeliveryLoopError(`${MAX_ROUNDS} microtasks`, [...targets]);
    }
    const before = this.microtaskRound;
    this.microtaskRound = round;
    try {
      const notices = events.map((event) => ({ subscription, event }));
      this.#around(() => this.deliver(notices, [], true));
    } finally {
      this.microtaskRound = before;
    }
  }

  /**
   * Calls one subscription at once, regardless of its schedule and even while a delivery is running. Commits that the callback
   * makes are queued as usual. The first error ends the subscription.
   *
   * @throws the error of the callback; outside of a delivery also what the queued commits throw
   */
  callNow(subscription: Subscription, events: readonly AnyEvent[]): void {
    const isInner = this.#isRunning;
    const errors: unknown[] = [];
    this.#isRunning = true;
    try {
      for (const event of events) this.#call(subscription, event);
    } catch (error) {
      errors.push(error);
      this.end(subscription);
    } finally {
      this.#isRunning = isInner;
    }
    if (isInner) throwAll(errors);
    else this.#drain(errors);
  }

  /** Delivers the queued commits, ends the delivery, and throws the errors. */
  #drain(errors: unknown[]): void {
    if (this.#queue.length > 0) {
      this.#isRunning = true;
      try {
        this.#drainQueue(errors);
      } finally {
        this.#queue = [];
        this.#round = 0;
        this.#isRunning = false;
      }
    }
    if (errors.length > 0) throwAll(errors);
  }

  #drainQueue(errors: unknown[]): void {
    const recentTargets = new Set<Pattern>();
    let delivered = 0;
    for (let commit; (commit = this.#queue[delivered]) !== undefined; delivered++) {
      const { notices, sayings, round, isDue } = commit;
      this.#round = round;
      if (round > MAX_ROUNDS || delivered >= MAX_COMMITS) {
        const limit = round > MAX_ROUNDS ? `${MAX_ROUNDS} rounds` : `${MAX_COMMITS} commits`;
        errors.push(new DeliveryLoopError(limit, [...recentTargets]));
        // Only for the commits queued so far: those that these records make in turn are dropped with the queue
        for (const { sayings: dropped } of this.#queue.slice(delivered))
          this.#run(
            [],
            dropped.filter(({ isRecord }) => isRecord),
            isDue,
            errors,
          );
        return;
      }
      if (round > MAX_ROUNDS - NAMED_ROUNDS || delivered > MAX_COMMITS / 2) {
        for (const { event } of notices) recentTargets.add(event.target);
        for (const { target } of sayings) recentTargets.add(target);
      }
      this.#run(notices, sayings, isDue, errors);
    }
  }

  /** Delivers an event to a subscription, or passes it to the subscription's postponement. */
  tell(subscription: Subscription, event: AnyEvent, isDue: boolean): void {
    if (subscription.callback === undefined) return;
    const postponement = subscription.extras?.postponement;
    if (postponement === undefined || isDue) this.#call(subscription, event);
    else postponement.add(event);
  }

  /** Delivers one commit, and collects the errors. */
  #run(
    notices: readonly Notice[],
    sayings: readonly Saying[],
    isDue: boolean,
    errors: unknown[],
  ): void {
    for (const { subscription, event } of notices) {
      try {
        this.tell(subscription, event, isDue);
      } catch (error) {
        errors.push(error);
      }
    }
    for (const saying of sayings) {
      try {
        saying.call();
      } catch (error) {
        errors.push(error);
      }
    }
  }

  /** Calls the callback, unless `equals` calls the two values of the event equal. */
  #call(subscription: Subscription, event: AnyEvent): void {
    const { extras } = subscription;
    if (extras !== undefined && event.kind !== 'initial' && subscription.ignores(event)) return;
    // Read after `equals`, which is user code and may have ended the subscription
    const { callback } = subscription;
    if (extras?.isOnce) this.end(subscription);
    callback?.(event.value as never, event as never);
  }
}
