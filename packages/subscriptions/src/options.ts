import { SubscriptionOptionError } from './errors.ts';

/** When events are delivered: before the write returns, in a microtask, or when the function calls `run`. */
export type Schedule = 'sync' | 'microtask' | ((run: () => void) => void);

/** The options of `subscribe`. */
export interface SubscriptionOptions {
  /** Whether to call back before `subscribe` returns, for each place that matches now. Default false. */
  readonly immediate?: boolean | undefined;
  /**
   * Whether to fire also when something below a matching place changes. Default false; for a query, whose results are watched
   * with everything below them, true.
   */
  readonly deep?: boolean | undefined;
  /** Whether to end the subscription with its first call, which may be an `immediate` one. Default false. */
  readonly once?: boolean | undefined;
  /** Ends the subscription when the signal is aborted. */
  readonly signal?: AbortSignal | undefined;
  /** When to deliver events. Default `'sync'`. */
  readonly schedule?: Schedule | undefined;
  /** Wait until the subscription has had no event for this many milliseconds, then deliver one event for each place. */
  readonly debounce?: number | undefined;
  /** Whether two values are equal, so that no event is delivered. Default: equality as JSON values. Not called if either is `undefined`. */
  readonly equals?: ((previous: unknown, value: unknown) => boolean) | undefined;
}

/** The options of a subscription without any. Shared, so that `checkOptions` recognises them. */
export const NO_OPTIONS: SubscriptionOptions = {};

/** The longest delay that `setTimeout` supports. */
const MAX_DELAY = 2 ** 31 - 1;

/** @throws SubscriptionOptionError if the callback or an option is invalid */
export function checkOptions(callback: unknown, options: SubscriptionOptions): void {
  if (typeof options !== 'object' || options === null)
    throw new SubscriptionOptionError('options', 'an object', options);
  if (typeof callback !== 'function')
    throw new SubscriptionOptionError('callback', 'a function', callback);
  if (options === NO_OPTIONS) return;
  const { schedule, debounce, equals, signal } = options;
  for (const name of ['immediate', 'deep', 'once'] as const) {
    if (options[name] !== undefined && typeof options[name] !== 'boolean')
      throw new SubscriptionOptionError(name, 'true or false', options[name]);
  }
  if (
    schedule !== undefined &&
    schedule !== 'sync' &&
    schedule !== 'microtask' &&
    typeof schedule !== 'function'
  ) {
    throw new SubscriptionOptionError('schedule', '"sync", "microtask" or a function', schedule);
  }
  if (
    debounce !== undefined &&
    !(typeof debounce === 'number' && debounce >= 0 && debounce <= MAX_DELAY)
  ) {
    throw new SubscriptionOptionError('debounce', `milliseconds from 0 to ${MAX_DELAY}`, debounce);
  }
  if (equals !== undefined && typeof equals !== 'function') {
    throw new SubscriptionOptionError('equals', 'a function', equals);
  }
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
    throw new SubscriptionOptionError('signal', 'an AbortSignal', signal);
  }
}
