import type { Unsubscribe } from '@data-map/subscriptions';

/**
 * The wake-up functions of the running loops with one abort signal, to which they share a single listener: to add or remove one, a
 * signal scans all that it has.
 */
export class Loops extends Set<() => void> {
  handleEvent(): void {
    for (const wake of this) wake();
  }
}

/**
 * Returns events as an async iterable. Events that occur while the consumer is busy are queued in order. The subscription ends
 * when the consumer leaves the loop (`break`, a throw), when `signal` is aborted, when the store is disposed and, with `once`,
 * with the first event. Queued events are still yielded then, unless it was the consumer who left.
 *
 * @param loops the loops of a store by their signal, to be woken when `isClosed` has become true
 */
export function eventStream<E>(
  subscribe: (push: (event: E) => void) => Unsubscribe,
  loops: Map<AbortSignal | undefined, Loops>,
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
    let same = loops.get(signal);
    if (same === undefined) {
      same = new Loops();
      loops.set(signal, same);
      signal?.addEventListener('abort', same);
    }
    same.add(awaken);
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
      same.delete(awaken);
      if (same.size === 0) {
        loops.delete(signal);
        signal?.removeEventListener('abort', same);
      }
      unsubscribe();
    }
  }
  const stream = read();
  for (const end of ['return', 'throw'] as const) {
    const native = stream[end].bind(stream) as (value: never) => ReturnType<typeof stream.next>;
    // A native generator queues `return` and `throw` behind the `next` that waits for an event, which may never come: wake that
    stream[end] = (value: unknown) => {
      hasEnded = true;
      awaken();
      return native(value as never);
    };
  }
  return stream;
}
