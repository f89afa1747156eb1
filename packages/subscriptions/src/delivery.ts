/**
 * Delivery: one commit after the other, each run to completion.
 *
 * A commit has notices, one for each callback that has to be called because of it. They are delivered in the order in which the
 * subscriptions were made; after them comes what others (live queries, refs) have to say of the commit. What a callback writes
 * is a new commit: its notices are found at once, from the document as it is then, but wait until everything before them has been
 * delivered (first in, first out).
 *
 * A commit that a callback makes belongs to the round after the one that the callback was called in. Callbacks that keep waking
 * each other would go on for ever, so the number of rounds is limited. Since each round may be larger than the one before, so is
 * the number of commits.
 *
 * A throw stops nobody: errors are collected and thrown when all is delivered.
 */

import type { Pattern } from '@data-map/path';
import { DeliveryLoopError, throwAll } from './errors.ts';
import type { AnyEvent } from './event.ts';
import type { Saying } from './source.ts';
import type { Subscription } from './subscription.ts';

/** Rounds of callbacks answering to callbacks. */
const MAX_ROUNDS = 1000;

/** Commits in all these rounds together. */
const MAX_COMMITS = 250_000;

/** In so many rounds before the last one a target must have been delivered to be named in the error. */
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
  /** These were postponed, and their time has come. */
  readonly isDue: boolean;
}

/** Calls what it is given, once. */
type Around = (deliver: () => void) => void;

export class Delivery {
  /** Ends a subscription. */
  readonly end: (subscription: Subscription) => void;
  readonly #around: Around;
  #queue: Commit[] = [];
  #isRunning = false;
  #round = 0;
  /** How many microtasks in a row have led to the delivery that is running, 0 if none did. */
  dueRound = 0;

  /**
   * @param end ends a subscription
   * @param around calls what delivers late
   */
  constructor(end: (subscription: Subscription) => void, around: Around = (deliver) => deliver()) {
    this.end = end;
    this.#around = around;
  }

  /**
   * Delivers the notices, or queues them where a delivery is running.
   *
   * @throws what callbacks threw, and DeliveryLoopError; never while a delivery is running
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
   * Delivers what was held back.
   *
   * @param round how many microtasks in a row have led to it
   * @throws as `deliver`
   */
  release(subscription: Subscription, events: readonly AnyEvent[], round: number): void {
    if (round > MAX_ROUNDS) {
      const targets = new Set(events.map(({ target }) => target));
      throw new DeliveryLoopError(`${MAX_ROUNDS} microtasks`, [...targets]);
    }
    const before = this.dueRound;
    this.dueRound = round;
    try {
      const notices = events.map((event) => ({ subscription, event }));
      this.#around(() => this.deliver(notices, [], true));
    } finally {
      this.dueRound = before;
    }
  }

  /**
   * Calls one subscription at once, whatever its schedule, and also while a delivery is running. What it writes waits
   * its turn. A throw ends the subscription.
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

  /** Delivers what is queued, and ends the delivery. */
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
    const late = new Set<Pattern>();
    let delivered = 0;
    for (let commit; (commit = this.#queue[delivered]) !== undefined; delivered++) {
      const { notices, sayings, round, isDue } = commit;
      this.#round = round;
      if (round > MAX_ROUNDS || delivered >= MAX_COMMITS) {
        const limit = round > MAX_ROUNDS ? `${MAX_ROUNDS} rounds` : `${MAX_COMMITS} commits`;
        errors.push(new DeliveryLoopError(limit, [...late]));
        // Of these commits; whoever answers to one with another is on their own
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
        for (const { event } of notices) late.add(event.target);
        for (const { target } of sayings) late.add(target);
      }
      this.#run(notices, sayings, isDue, errors);
    }
  }

  /** One event for one subscription: delivered, or held back where it must wait. */
  tell(subscription: Subscription, event: AnyEvent, isDue: boolean): void {
    if (subscription.callback === undefined) return;
    const postponement = subscription.extras?.postponement;
    if (postponement === undefined || isDue) this.#call(subscription, event);
    else postponement.add(event);
  }

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

  #call(subscription: Subscription, event: AnyEvent): void {
    const { extras } = subscription;
    if (extras !== undefined && event.kind !== 'initial' && subscription.ignores(event)) return;
    // Asked now, because `equals` is foreign code, and may have ended it
    const { callback } = subscription;
    if (extras?.isOnce) this.end(subscription);
    callback?.(event.value as never, event as never);
  }
}
