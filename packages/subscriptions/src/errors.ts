import type { Pattern } from '@data-map/path';

/**
 * Thrown when callbacks keep writing to places that other callbacks, or they themselves, are subscribed to, and this does not
 * settle. Events that have not been delivered by then are dropped; only sayings with `isRecord` are still called. The document
 * keeps what was written.
 *
 * @example
 * ```ts
 * import { DeliveryLoopError, SubscriptionEngine } from '@data-map/subscriptions';
 * let count = 0;
 * const engine = new SubscriptionEngine({ getAt: () => count });
 * const increment = (): void => {
 *   engine.notify({ op: 'replace', pointer: '', segments: [], previous: count, value: ++count });
 * };
 * engine.subscribe('', increment);
 * try {
 *   increment();
 * } catch (error) {
 *   if (error instanceof DeliveryLoopError) console.log(error.code, error.targets); // -> DELIVERY_LOOP [ '' ]
 * }
 * ```
 */
export class DeliveryLoopError extends Error {
  override readonly name = 'DeliveryLoopError';
  readonly code = 'DELIVERY_LOOP';
  /** The targets that were delivered last. */
  readonly targets: readonly Pattern[];

  constructor(expected: string, targets: readonly Pattern[]) {
    const shown = targets.slice(0, 10).map((target) => JSON.stringify(target));
    const more = targets.length > shown.length ? ` and ${targets.length - shown.length} more` : '';
    const found = shown.length > 0 ? `, found ${shown.join(', ')}${more} still writing` : '';
    super(`Expected writes by callbacks to settle within ${expected}${found}`);
    this.targets = targets;
  }
}

/**
 * Thrown for an invalid option or callback of `subscribe` or `feed`, which then subscribes to nothing, for an argument of `notify`
 * that is not a Change, and for a reader without `getAt`.
 *
 * @example
 * ```ts
 * import { SubscriptionEngine, SubscriptionOptionError } from '@data-map/subscriptions';
 * const engine = new SubscriptionEngine({ getAt: () => undefined });
 * try {
 *   engine.subscribe('/a', () => {}, { debounce: -1 });
 * } catch (error) {
 *   if (error instanceof SubscriptionOptionError) console.log(error.message);
 *   // -> Expected debounce to be milliseconds from 0 to 2147483647, found -1
 * }
 * ```
 */
export class SubscriptionOptionError extends TypeError {
  override readonly name = 'SubscriptionOptionError';
  readonly code = 'SUBSCRIPTION_OPTION';
  /** The name of the option or argument. */
  readonly option: string;

  constructor(option: string, expected: string, found: unknown) {
    super(`Expected ${option} to be ${expected}, found ${describe(found)}`);
    this.option = option;
  }
}

function describe(value: unknown): string {
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

/** Throws a single error as it is, and several as an AggregateError; does nothing if there are none. */
export function throwAll(errors: readonly unknown[]): void {
  if (errors.length === 0) return;
  if (errors.length === 1) throw errors[0];
  throw new AggregateError(errors, `${errors.length} callbacks threw`);
}
