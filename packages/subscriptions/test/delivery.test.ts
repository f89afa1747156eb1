import {
  type AnyEvent,
  DeliveryLoopError,
  type EventSource,
  SubscriptionEngine,
  type SubscriptionOptions,
} from '@data-map/subscriptions';
import { describe, expect, test, vi } from 'vitest';
import { recorder, Store } from './store.ts';

function caught(run: () => void): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('SUB20: order', () => {
  test('subscriptions are called in the order in which they were made, whatever their targets', () => {
    const store = new Store({ a: { b: 1 } });
    const log: number[] = [];
    const targets = ['/**', '/a/b', '/a', '/*/b', '/a/b', '', '/a/*', '/**'];
    for (const [at, target] of targets.entries()) {
      store.engine.subscribe(target, () => log.push(at), { deep: target !== '/**' });
    }
    store.set('/a/b', 2);
    expect(log).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test('the events of one subscription come in document order', () => {
    const store = new Store({});
    const log: string[] = [];
    store.engine.subscribe('/x/**', (_, { pointer }) => log.push(pointer));
    store.set('/x', { b: [{ z: 1 }, 2], a: 3 });
    expect(log).toEqual(['/x', '/x/b', '/x/b/0', '/x/b/0/z', '/x/b/1', '/x/a']);
  });
});

describe('SUB21: run to completion', () => {
  test('what a callback writes is delivered after everything queued before it, first in, first out', () => {
    const store = new Store({ a: 0, b: 0, c: 0 });
    const log: string[] = [];
    store.engine.subscribe('/a', () => {
      log.push('a1');
      store.set('/b', 1);
      expect(store.get('/b')).toBe(1);
      store.set('/c', 1);
      log.push('a1 end');
    });
    store.engine.subscribe('/b', () => {
      log.push('b');
      store.set('/c', 2);
    });
    store.engine.subscribe('/c', recorder(log));
    store.engine.subscribe('/a', () => log.push('a2'));
    store.set('/a', 1);
    expect(log).toEqual(['a1', 'a1 end', 'a2', 'b', '/c 0 -> 1', '/c 1 -> 2']);
  });

  test('a batch inside a callback waits its turn as one commit', () => {
    const store = new Store({ a: 0, b: 0 });
    const log: string[] = [];
    store.engine.subscribe('/a', () => {
      store.engine.batch(() => {
        store.set('/b', 1);
        store.set('/b', 2);
      });
      log.push('a');
    });
    store.engine.subscribe('/b', recorder(log));
    store.set('/a', 1);
    expect(log).toEqual(['a', '/b 0 -> 2']);
  });

  test('a subscription made by a callback is not notified of the write that is being delivered, but of later ones', () => {
    const store = new Store({ a: 0 });
    const log: string[] = [];
    const stop = store.engine.subscribe('/a', () => {
      stop();
      store.engine.subscribe('/a', recorder(log));
      store.engine.subscribe('/*', recorder(log));
    });
    store.set('/a', 1);
    expect(log).toEqual([]);
    store.set('/a', 2);
    expect(log).toEqual(['/a 1 -> 2', '/a 1 -> 2']);
  });

  test('a subscription that a callback ends is not called any more, not even for what is queued', () => {
    const store = new Store({ a: 0, b: 0 });
    const log: string[] = [];
    store.engine.subscribe('/a', () => {
      store.set('/b', 1);
      stopA();
      stopB();
    });
    const stopA = store.engine.subscribe('/a', recorder(log));
    const stopB = store.engine.subscribe('/b', recorder(log));
    store.set('/a', 1);
    expect(log).toEqual([]);
    expect(store.engine.size).toBe(1);
  });

  test('clear in a callback ends all subscriptions, also the ones not yet notified', () => {
    const store = new Store({ a: 0 });
    const log: string[] = [];
    store.engine.subscribe('/a', () => store.engine.clear());
    store.engine.subscribe('/a', recorder(log));
    store.set('/a', 1);
    store.set('/a', 2);
    expect(log).toEqual([]);
    expect(store.engine.size).toBe(0);
  });
});

describe('SUB22: errors', () => {
  test('an error does not stop delivery, and is rethrown as it is', () => {
    const store = new Store({ a: 0 });
    const log: string[] = [];
    const error = new Error('one');
    store.engine.subscribe('/a', () => {
      throw error;
    });
    store.engine.subscribe('/a', recorder(log));
    expect(caught(() => store.set('/a', 1))).toBe(error);
    expect(caught(() => store.set('/a', 2))).toBe(error);
    expect(log).toEqual(['/a 0 -> 1', '/a 1 -> 2']);
  });

  test('several errors are rethrown as an AggregateError, in order, including those of later rounds', () => {
    const store = new Store({ a: 0, b: 0 });
    store.engine.subscribe('/a', () => {
      store.set('/b', 1);
      throw new Error('a');
    });
    store.engine.subscribe('/b', () => {
      throw new Error('b');
    });
    const error = caught(() => store.set('/a', 1));
    expect(error).toBeInstanceOf(AggregateError);
    expect(error).toHaveProperty('errors', [new Error('a'), new Error('b')]);
    expect(error).toHaveProperty('message', '2 callbacks threw');
  });

  test('a write by a callback does not throw the errors of other callbacks into it', () => {
    const store = new Store({ a: 0, b: 0 });
    const log: string[] = [];
    store.engine.subscribe('/a', () => {
      store.set('/b', 1);
      log.push('goes on');
    });
    store.engine.subscribe('/b', () => {
      throw new Error('b');
    });
    expect(() => store.set('/a', 1)).toThrow('b');
    expect(log).toEqual(['goes on']);
  });
});

describe('SUB23: endless ping-pong', () => {
  test('ends with an error that names the targets, and the engine keeps working', () => {
    const store = new Store({ ping: 0, pong: 0, other: 0 });
    const log: string[] = [];
    const stops = [
      store.engine.subscribe('/ping', (value) => store.set('/pong', value)),
      store.engine.subscribe('/pong', (value) => store.set('/ping', Number(value) + 1)),
    ];
    store.engine.subscribe('/other', recorder(log));
    const error = caught(() => store.set('/ping', 1));
    expect(error).toBeInstanceOf(DeliveryLoopError);
    expect(error).toMatchObject({ code: 'DELIVERY_LOOP', targets: ['/pong', '/ping'] });
    expect(String(error)).toBe(
      'DeliveryLoopError: Expected writes by callbacks to settle within 1000 rounds, found "/pong", "/ping" still writing',
    );
    for (const stop of stops) stop();
    store.set('/other', 1);
    expect(log).toEqual(['/other 0 -> 1']);
  });

  test('ends also if each round is larger than the one before', () => {
    let last = 1;
    const engine = new SubscriptionEngine({ getAt: () => last });
    const write = (): void => {
      const previous = last++;
      engine.notify({ op: 'replace', pointer: '/a', segments: ['a'], previous, value: last });
    };
    // Each write triggers two more
    for (let twice = 0; twice < 2; twice++) engine.subscribe('/a', write);
    const error = caught(write);
    expect(error).toBeInstanceOf(DeliveryLoopError);
    expect(String(error)).toContain('within 250000 commits');
  });

  test('ends also for a chain of microtasks, which would starve everything else', () => {
    const store = new Store({ ping: 0, pong: 0 });
    const waiting: (() => void)[] = [];
    const queue = vi
      .spyOn(globalThis, 'queueMicrotask')
      .mockImplementation((run) => void waiting.push(run));
    store.engine.subscribe('/ping', (value) => store.set('/pong', value), {
      schedule: 'microtask',
    });
    // The same as a function had no end
    store.engine.subscribe('/pong', (value) => store.set('/ping', Number(value) + 1), {
      schedule: queueMicrotask,
    });
    store.set('/ping', 1);
    const error = caught(() => {
      for (let run; (run = waiting.shift()) !== undefined;) run();
    });
    expect(error).toBeInstanceOf(DeliveryLoopError);
    expect(String(error)).toBe(
      'DeliveryLoopError: Expected writes by callbacks to settle within 1000 microtasks, found "/ping" still writing',
    );
    // It has been dropped, and the next write begins anew
    expect(waiting).toEqual([]);
    store.set('/pong', -1);
    expect(waiting).toHaveLength(1);
    queue.mockRestore();
  });

  test('frames and timers may trigger each other endlessly', () => {
    const store = new Store({ frame: 0 });
    const waiting: (() => void)[] = [];
    const schedule = (run: () => void): void => void waiting.push(run);
    store.engine.subscribe('/frame', (value) => store.set('/frame', Number(value) + 1), {
      schedule,
    });
    store.set('/frame', 1);
    for (let frames = 0; frames < 3000; frames++) waiting.shift()?.();
    expect(store.get('/frame')).toBe(3001);
  });

  test('a long chain of writes that settles is delivered', () => {
    const store = new Store({ a: 0 });
    store.engine.subscribe('/a', (value) => {
      if (Number(value) < 900) store.set('/a', Number(value) + 1);
    });
    store.set('/a', 1);
    expect(store.get('/a')).toBe(900);
  });
});

describe('SUB24: sayings and feeds', () => {
  const change = (value: number) =>
    ({ op: 'replace', pointer: '/a', segments: ['a'], previous: value - 1, value }) as const;

  test('sayings are called after the events of their commit and before the next commit', () => {
    const store = new Store({ a: 0 });
    const { engine } = store;
    const log: string[] = [];
    const notify = (value: number): void =>
      engine.notify(change(value), [{ target: 'news', call: () => log.push(`said ${value}`) }]);
    engine.subscribe('/a', (value) => {
      log.push(`event ${String(value)}`);
      if (value === 1) notify(2);
    });
    notify(1);
    engine.batch(() => {
      notify(3);
      notify(4);
    });
    expect(log).toEqual(['event 1', 'said 1', 'event 2', 'said 2', 'event 4', 'said 3', 'said 4']);
  });

  test('sayings are called also if there are no subscriptions to places; an error in one does not stop the others', () => {
    const { engine } = new Store({ a: 0 });
    const log: string[] = [];
    const fail = (): void => {
      throw new Error('no');
    };
    const say = (): unknown => log.push('said');
    const error = caught(() =>
      engine.notify(change(1), [
        { target: 'news', call: fail },
        { target: 'news', call: say },
      ]),
    );
    expect(log).toEqual(['said']);
    expect(error).toMatchObject({ message: 'no' });
  });

  test('a saying that keeps writing is named by the error', () => {
    const { engine } = new Store({ a: 0 });
    const say = (): void => engine.notify([], [{ target: 'news', call: say }]);
    const error = caught(say);
    expect(error).toBeInstanceOf(DeliveryLoopError);
    expect(error).toMatchObject({ targets: ['news'] });
  });

  function feed(options: SubscriptionOptions) {
    const { engine } = new Store({});
    const events: AnyEvent[] = [];
    const told: unknown[] = [];
    const end = vi.fn<() => void>();
    const eventOf = (kind: string, previous: unknown, value: unknown): AnyEvent => ({
      kind,
      previous,
      value,
      target: 'news',
    });
    const source: EventSource = {
      target: 'news',
      begin: () => undefined,
      now: () => [eventOf('initial', undefined, 'now')],
      add: (event) => events.push(event),
      take: () => [eventOf('sum', 0, events.splice(0).length)],
      clear: () => events.splice(0),
      end,
    };
    const { tell, unsubscribe } = engine.feed(source, (value) => told.push(value), options);
    return {
      engine,
      told,
      end,
      unsubscribe,
      say: (previous: unknown, value: unknown) => tell(eventOf('news', previous, value)),
    };
  }

  test('immediate, once and equals mean the same for a feed', () => {
    const all = feed({ immediate: true, equals: (a, b) => a === b });
    all.say(1, 1);
    all.say(1, 2);
    expect(all.told).toEqual(['now', 2]);
    const once = feed({ once: true });
    once.say(1, 2);
    once.say(2, 3);
    expect(once.told).toEqual([2]);
    expect(once.end).toHaveBeenCalledOnce();
    expect(once.engine.size).toBe(0);
  });

  test('signal, the returned function and clear end a feed, once', () => {
    const abort = new AbortController();
    for (const stop of [
      ({ unsubscribe }: ReturnType<typeof feed>) => unsubscribe(),
      ({ engine }: ReturnType<typeof feed>) => engine.clear(),
      () => abort.abort(),
    ]) {
      const fed = feed({ signal: abort.signal });
      expect(fed.engine.size).toBe(1);
      stop(fed);
      fed.unsubscribe();
      fed.say(1, 2);
      expect(fed.told).toEqual([]);
      expect(fed.engine.size).toBe(0);
      expect(fed.end).toHaveBeenCalledOnce();
    }
    expect(feed({ signal: abort.signal, immediate: true }).told).toEqual([]);
  });

  test('debounce merges the events in the source, and schedule keeps every event', async () => {
    vi.useFakeTimers();
    const gathered = feed({ debounce: 5 });
    gathered.say(1, 2);
    vi.advanceTimersByTime(4);
    gathered.say(2, 3);
    vi.advanceTimersByTime(4);
    expect(gathered.told).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(gathered.told).toEqual([2]);
    vi.useRealTimers();
    const late = feed({ schedule: 'microtask' });
    late.say(1, 2);
    late.say(2, 3);
    expect(late.told).toEqual([]);
    await Promise.resolve();
    expect(late.told).toEqual([2, 3]);
  });
});
