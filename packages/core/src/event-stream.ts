import type { Unsubscribe } from '@data-map/subscriptions';

/**
 * Events as an async iterable: what comes while the consumer is busy waits in a queue, in order. Iterating to the end,
 * `break`, a throw in the loop, the signal and the end of the store all end the subscription, and so does the first event with `once`. What
 * was delivered by then is still given, unless it is the consumer who ends it.
 *
 * @param loops where a loop has itself woken once `isClosed` says that the store has ended: so many listeners on one signal would cost each
 *   of them a look at all, and from eleven loops on be taken for a leak
 */
export function eventStream<E>(
  subscribe: (push: (event: E) => void) => Unsubscribe,
  loops: Set<() => void>,
  isClosed: () => boolean,
  signal: AbortSignal | undefined,
  once = false,
): AsyncGenerator<E, void, undefined> {
  const queue: E[] = [];
  let wake: (() => void) | undefined;
  const awaken = (): void => wake?.();
  let hasEnded = false;
  const isOver = (): boolean => hasEnded || isClosed() || signal?.aborted === true;
  async function* read(): AsyncGenerator<E, void, undefined> {
    const unsubscribe = subscribe((event) => {
      if (hasEnded) return;
      queue.push(event);
      hasEnded = once;
      awaken();
    });
    loops.add(awaken);
    signal?.addEventListener('abort', awaken);
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
      loops.delete(awaken);
      signal?.removeEventListener('abort', awaken);
      unsubscribe();
    }
  }
  const stream = read();
  for (const end of ['return', 'throw'] as const) {
    const native = stream[end].bind(stream) as (value: never) => ReturnType<typeof stream.next>;
    // A generator hears of it when the step is over that it is in, which may be never
    stream[end] = (value: unknown) => {
      hasEnded = true;
      awaken();
      return native(value as never);
    };
  }
  return stream;
}
