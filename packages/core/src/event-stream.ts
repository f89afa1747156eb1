import type { Unsubscribe } from '@data-map/subscriptions';

/**
 * Events as an async iterable: what comes while the consumer is busy waits in a queue, in order. Iterating to the end,
 * `break`, a throw in the loop and any of the signals all end the subscription.
 */
export async function* eventStream<E>(
  subscribe: (push: (event: E) => void) => Unsubscribe,
  signals: readonly AbortSignal[],
): AsyncGenerator<E, void, undefined> {
  const queue: E[] = [];
  let wake: (() => void) | undefined;
  const awaken = (): void => wake?.();
  const unsubscribe = subscribe((event) => {
    queue.push(event);
    awaken();
  });
  for (const signal of signals) signal.addEventListener('abort', awaken);
  const isOver = (): boolean => signals.some((signal) => signal.aborted);
  try {
    while (!isOver()) {
      for (const event of queue.splice(0)) yield event;
      if (queue.length > 0 || isOver()) continue;
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
