import { SubscriptionOptionError } from './errors.ts';

/** When an event is delivered: before the write returns, in a microtask, or when the function calls `run`. */
export type Schedule = 'sync' | 'microtask' | ((run: () => void) => void);

/** The options of `subscribe`. */
export interface SubscriptionOptions {
  /** Call back at once, before `subscribe` returns, for each place that matches now. Default false. */
  readonly immediate?: boolean | undefined;
  /**
   * Fire also when something below a matching place changes. Default false; of the results of a query, which are watched
   * whole, true.
   */
  readonly deep?: boolean | undefined;
  /** End the subscription when it is called for the first time, be it by `immediate`. Default false. */
  readonly once?: boolean | undefined;
  /** Ends the subscription when it is aborted. */
  readonly signal?: AbortSignal | undefined;
  /** When to deliver. Default `'sync'`. */
  readonly schedule?: Schedule | undefined;
  /** Wait until a subscription has had nothing new for so many milliseconds, then deliver one event per place. */
  readonly debounce?: number | undefined;
  /** Whether two values, both there, count as equal. Default: equal as JSON values. */
  readonly equals?: ((previous: unknown, value: unknown) => boolean) | undefined;
}

/** Of a subscription without any. */
export const NO_OPTIONS: SubscriptionOptions = {};

/** The longest delay that timers take. */
const MAX_DELAY = 2 ** 31 - 1;

/** @throws SubscriptionOptionError */
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
