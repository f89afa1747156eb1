import type { Unsubscribe } from '@data-map/subscriptions';

/**
 * Events as an async iterable: what comes while the consumer is busy waits in a queue, in order. Iterating to the end,
 * `break`, a throw in the loop and any of the signals all end the subscription, and so does the first event with `once`. What
 * was delivered by then is still given, unless it is the consumer who ends it.
 */
export async function* eventStream<E>(
  subscribe: (push: (event: E) => void) => Unsubscribe,
  signals: readonly AbortSignal[],
  once = false,
): AsyncGenerator<E, void, undefined> {
  const queue: E[] = [];
  let wake: (() => void) | undefined;
  const awaken = (): void => wake?.();
  let hasEnded = false;
  const unsubscribe = subscribe((event) => {
    queue.push(event);
    hasEnded = once;
    awaken();
  });
  for (const signal of signals) signal.addEventListener('abort', awaken);
  const isOver = (): boolean => hasEnded || signals.some((signal) => signal.aborted);
  try {
    for (;;) {
      for (const event of queue.splice(0)) yield event;
      if (queue.length > 0) continue;
      if (isOver()) return;
      // eslint-disable-next-line no-await-in-loop -- waiting for the next event is what the loop is for
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', awaken);
    unsubscribe();
  }
}
