import { PointerSyntaxError } from '@data-map/path';
import {
  type SubscriptionEvent,
  SubscriptionOptionError,
  type SubscriptionOptions,
} from '@data-map/subscriptions';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EventMerger } from '../src/event-merger.ts';
import { recorder, Store } from './store.ts';

describe('SUB30: immediate', () => {
  test('calls back at once for each place that matches now, with its value', () => {
    const store = new Store({ list: [{ n: 1 }, { n: 2 }, {}], n: 3 });
    const log: unknown[] = [];
    store.engine.subscribe('/list/*/n', (value, event) => log.push([value, event]), {
      immediate: true,
    });
    expect(log).toEqual([
      [
        1,
        {
          kind: 'initial',
          pointer: '/list/0/n',
          segments: ['list', 0, 'n'],
          target: '/list/*/n',
          value: 1,
          previous: undefined,
        },
      ],
      [
        2,
        {
          kind: 'initial',
          pointer: '/list/1/n',
          segments: ['list', 1, 'n'],
          target: '/list/*/n',
          value: 2,
          previous: undefined,
        },
      ],
    ]);
    const exact: string[] = [];
    for (const target of ['/list/1/n', '/list/2/n', '', '/~2', '/**/n']) {
      store.engine.subscribe(target, (_, { pointer }) => exact.push(pointer), { immediate: true });
    }
    expect(exact).toEqual(['/list/1/n', '', '/list/0/n', '/list/1/n', '/n']);
  });

  test('calls back regardless of the schedule, and before writes of the callback are delivered', () => {
    const store = new Store({ a: 1, b: 1 });
    const log: string[] = [];
    store.engine.subscribe('/b', recorder(log));
    store.engine.subscribe(
      '/*',
      (value, { pointer, kind }) => {
        log.push(`${kind} ${pointer}`);
        if (kind === 'initial') store.set('/b', Number(value) + 1);
      },
      { immediate: true, schedule: () => {} },
    );
    expect(log).toEqual(['initial /a', 'initial /b', '/b 1 -> 2']);
  });

  test('an error of the callback ends the subscription and is thrown to the caller', () => {
    const store = new Store({ a: 1, b: 1 });
    const calls: unknown[] = [];
    const subscribe = (): unknown =>
      store.engine.subscribe(
        '/*',
        (value) => {
          calls.push(value);
          throw new Error('no');
        },
        { immediate: true },
      );
    expect(subscribe).toThrow('no');
    expect(store.engine.size).toBe(0);
    store.set('/a', 2);
    expect(calls).toEqual([1]);
  });
});

describe('SUB30: if another callback throws because of what an immediate call wrote', () => {
  test('the subscription has ended, since the caller does not get the function that would end it', () => {
    // It used to stay active, and could not be ended
    const store = new Store({ a: 1, b: 1 });
    const log: string[] = [];
    const stop = store.engine.subscribe('/b', () => {
      throw new Error('other');
    });
    const subscribe = (): unknown =>
      store.engine.subscribe(
        '/a',
        (value, event) => {
          recorder(log)(value, event);
          store.set('/b', 2);
        },
        { immediate: true },
      );
    expect(subscribe).toThrow('other');
    expect(store.engine.size).toBe(1);
    stop();
    store.set('/a', 2);
    expect(log).toHaveLength(1);
  });
});

describe('SUB31: once', () => {
  test('there is one call in total, even if a commit changes several places', () => {
    const store = new Store({ a: 1, b: 1 });
    const log: string[] = [];
    store.engine.subscribe('/*', recorder(log), { once: true });
    store.set('', { a: 2, b: 2 });
    store.set('/a', 3);
    expect(log).toEqual(['/a 1 -> 2']);
    expect(store.engine.size).toBe(0);
  });

  test('the subscription has already ended when the callback runs', () => {
    const store = new Store({ a: 1 });
    const sizes: number[] = [];
    store.engine.subscribe(
      '/a',
      () => {
        sizes.push(store.engine.size);
        store.set('/a', 9);
      },
      { once: true },
    );
    store.set('/a', 2);
    expect(sizes).toEqual([0]);
  });

  test('an immediate call counts as the one call', () => {
    const store = new Store({ a: 1, b: 1 });
    const calls: unknown[] = [];
    store.engine.subscribe('/*', (value) => calls.push(value), { once: true, immediate: true });
    store.set('/a', 2);
    expect(calls).toEqual([1]);
  });
});

describe('SUB32: signal', () => {
  test('an abort ends the subscription, even during a delivery', () => {
    const store = new Store({ a: 1 });
    const log: string[] = [];
    const controller = new AbortController();
    store.engine.subscribe('/a', () => controller.abort());
    store.engine.subscribe('/a', recorder(log), { signal: controller.signal });
    store.set('/a', 2);
    expect(log).toEqual([]);
    expect(store.engine.size).toBe(1);
  });

  test('an aborted signal subscribes to nothing', () => {
    const store = new Store({ a: 1 });
    const stop = store.engine.subscribe('/a', () => expect.unreachable(), {
      signal: AbortSignal.abort(),
      immediate: true,
    });
    expect(store.engine.size).toBe(0);
    store.set('/a', 2);
    stop();
  });

  test('no listener remains on the signal after the end', () => {
    const store = new Store({ a: 1 });
    const { signal } = new AbortController();
    const [added, removed] = [
      vi.spyOn(signal, 'addEventListener'),
      vi.spyOn(signal, 'removeEventListener'),
    ];
    store.engine.subscribe('/a', () => {}, { signal })();
    expect(removed.mock.calls).toEqual(added.mock.calls);
    expect(added).toHaveBeenCalledOnce();
  });

  // An AbortSignal compares a new listener with all its listeners, and Node warns of a leak from the eleventh on
  test('all subscriptions that a signal ends, of any engine, share one listener', () => {
    const stores = [new Store({ a: 1 }), new Store({ a: 1 })];
    const controller = new AbortController();
    const { signal } = controller;
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    const log: string[] = [];
    const ends = stores.flatMap(({ engine }) =>
      Array.from({ length: 50 }, () => engine.subscribe('/a', recorder(log), { signal })),
    );
    expect(added).toHaveBeenCalledOnce();
    for (const end of ends.slice(1)) end();
    expect(removed).not.toHaveBeenCalled();
    ends[0]!();
    expect(removed.mock.calls).toEqual(added.mock.calls);
    for (const { engine } of stores) engine.subscribe('/a', recorder(log), { signal });
    // Subscriptions that ended before the abort must not remove the listener of the others
    for (const end of ends) end();
    expect(removed).toHaveBeenCalledOnce();
    controller.abort();
    for (const store of stores) store.set('/a', 2);
    expect(stores.map(({ engine }) => engine.size)).toEqual([0, 0]);
    expect(log).toEqual([]);
    expect(removed).toHaveBeenCalledTimes(2);
  });
});

describe('SUB33: equals', () => {
  test('decides if neither value is undefined; an added or removed value always fires', () => {
    const store = new Store({ a: { id: 1, n: 1 } });
    const log: string[] = [];
    const asked: unknown[] = [];
    const byId = (previous: unknown, value: unknown): boolean => {
      asked.push(previous, value);
      return (previous as { id: number }).id === (value as { id: number }).id;
    };
    store.engine.subscribe('/a', recorder(log), { equals: byId });
    store.set('/a', { id: 1, n: 2 });
    expect(log).toEqual([]);
    store.set('/a', { id: 2, n: 2 });
    store.remove('/a');
    store.set('/a', { id: 2, n: 2 });
    expect(log).toHaveLength(3);
    expect(asked).toHaveLength(4);
  });

  test('is called for equal copies too, so that a change of identity can fire', () => {
    const store = new Store({ a: { n: [1] }, b: [{ n: 1 }] });
    const log: string[] = [];
    store.engine.subscribe('/a', recorder(log), { equals: Object.is });
    store.engine.subscribe('/*/0', recorder(log), { equals: Object.is });
    store.engine.subscribe('/*', recorder(log), { equals: Object.is, deep: true });
    store.set('', structuredClone(store.get('')));
    expect(log.map((line) => line.slice(0, 4))).toEqual(['/a {', '/b/0', '/a {', '/b [']);
    log.length = 0;
    store.set('/a/n', structuredClone(store.get('/a/n')));
    expect(log).toEqual(['/a {"n":[1]} -> {"n":[1]}']);
  });

  test('an error in it is treated like one in the callback', () => {
    const store = new Store({ a: 1 });
    const log: string[] = [];
    store.engine.subscribe('/a', () => {}, {
      equals: () => {
        throw new Error('no');
      },
    });
    store.engine.subscribe('/a', recorder(log));
    expect(() => store.set('/a', 2)).toThrow('no');
    expect(log).toEqual(['/a 1 -> 2']);
  });
});

describe('SUB34: schedule', () => {
  test('schedule, `equals` and the callback are called without a `this`, as `requestAnimationFrame` has to be', () => {
    // Browsers threw "Illegal invocation", because it used to be called as a method of the engine's own objects
    const store = new Store({ a: 1 });
    const seen: unknown[] = [];
    function callback(this: unknown): void {
      seen.push(this);
    }
    function schedule(this: unknown, run: () => void): void {
      seen.push(this);
      run();
    }
    function equals(this: unknown): boolean {
      seen.push(this);
      return false;
    }
    store.engine.subscribe('/a', callback, { schedule, equals });
    store.set('/a', 2);
    expect(seen).toEqual([undefined, undefined, undefined]);
  });

  test('microtask delivers every event, in order, after the write', async () => {
    const store = new Store({ a: 1, b: 1 });
    const log: string[] = [];
    store.engine.subscribe('/*', recorder(log), { schedule: 'microtask' });
    store.set('/a', 2);
    store.set('/a', 3);
    store.set('/b', 2);
    expect(log).toEqual([]);
    await Promise.resolve();
    expect(log).toEqual(['/a 1 -> 2', '/a 2 -> 3', '/b 1 -> 2']);
  });

  test('a function is called once for all waiting events, and its `run` may be called at any time and repeatedly', () => {
    const store = new Store({ a: 1 });
    const log: string[] = [];
    const runs: (() => void)[] = [];
    store.engine.subscribe('/a', recorder(log), { schedule: (run) => runs.push(run) });
    store.set('/a', 2);
    store.set('/a', 3);
    expect(runs).toHaveLength(1);
    runs[0]?.();
    runs[0]?.();
    expect(log).toEqual(['/a 1 -> 2', '/a 2 -> 3']);
    store.set('/a', 4);
    expect(runs).toHaveLength(2);
    runs[1]?.();
    expect(log).toHaveLength(3);
  });

  test('a function that calls `run` at once delivers after the running commit', () => {
    const store = new Store({ a: 1 });
    const log: string[] = [];
    store.engine.subscribe('/a', () => log.push('scheduled'), { schedule: (run) => run() });
    store.engine.subscribe('/a', () => log.push('sync'));
    store.set('/a', 2);
    expect(log).toEqual(['sync', 'scheduled']);
  });

  test('an error of the function is treated like one in a callback, and the waiting events are delivered with the next one', () => {
    const store = new Store({ a: 1 });
    const log: string[] = [];
    let fails = true;
    store.engine.subscribe('/a', recorder(log), {
      schedule: (run) => {
        if (fails) throw new Error('no');
        run();
      },
    });
    expect(() => store.set('/a', 2)).toThrow('no');
    fails = false;
    store.set('/a', 3);
    expect(log).toEqual(['/a 1 -> 2', '/a 2 -> 3']);
  });

  test('`run` throws the errors of callbacks', () => {
    const store = new Store({ a: 1 });
    let run = (): void => {};
    store.engine.subscribe(
      '/a',
      (value) => {
        throw new Error(String(value));
      },
      { schedule: (later) => (run = later) },
    );
    store.set('/a', 2);
    store.set('/a', 3);
    expect(() => run()).toThrow(AggregateError);
  });
});

describe('SUB35: debounce', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test('an event that `equals` calls no change does not restart the wait, and is merged with the waiting ones', () => {
    const store = new Store({ a: { v: 1, tick: 0 } });
    const log: unknown[] = [];
    type Value = { v: number };
    const equals = (previous: unknown, value: unknown): boolean =>
      (previous as Value).v === (value as Value).v;
    const options = { deep: true, debounce: 60, equals };
    store.engine.subscribe('/a', (value, { previous }) => log.push(previous, value), options);
    store.set('/a/tick', 1);
    expect(vi.getTimerCount()).toBe(0);
    store.set('/a/v', 2);
    vi.advanceTimersByTime(50);
    store.set('/a/tick', 2);
    vi.advanceTimersByTime(10);
    // Such an event that came while nothing was waiting has been dropped
    expect(log).toEqual([
      { v: 1, tick: 1 },
      { v: 2, tick: 2 },
    ]);
  });

  test('`equals` replaces JSON equality for the merged event as well', () => {
    const store = new Store({ a: { n: 1 }, d: { n: 1 } });
    const log: string[] = [];
    for (const debounce of [undefined, 60]) {
      const options = { debounce, equals: Object.is };
      store.engine.subscribe('/a', (_, { kind }) => log.push(`${kind} ${debounce}`), options);
      store.engine.subscribe('/d', (_, { kind }) => log.push(`${kind} ${debounce}`), {
        ...options,
        deep: true,
      });
    }
    for (let i = 0; i < 2; i++) store.set('/a', { n: 1 });
    for (const n of [2, 1]) store.set('/d/n', n);
    vi.advanceTimersByTime(60);
    // Only the debounced ones were silent: what equal copies did twice was taken for nothing, though once was an event
    expect(log.filter((line) => line.endsWith('60'))).toEqual(['replace 60', 'update 60']);
    expect(log).toHaveLength(6);
    // What is identical is no change, whatever `equals` says
    store.engine.subscribe('/b', () => log.push('never'), { debounce: 60, equals: () => false });
    store.set('/b', 1);
    vi.advanceTimersByTime(60);
    log.length = 0;
    for (const n of [2, 1]) store.set('/b', n);
    store.set('/b', 3);
    store.set('/b', 1);
    vi.advanceTimersByTime(60);
    expect(log).toEqual([]);
  });

  test('an `equals` that ends its subscription leaves no timer behind', () => {
    // A timer used to be started after the end had cancelled the pending one
    const store = new Store({ a: 1 });
    const equals = (): boolean => {
      stop();
      return false;
    };
    const never = (): void => expect.unreachable();
    const stop = store.engine.subscribe('/a', never, { debounce: 10, equals });
    store.set('/a', 2);
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(10);
  });

  test('waits until no event comes, then delivers one for each place: previous from the first, value from the last', () => {
    const store = new Store({ a: 1, b: 1, c: 1 });
    const log: string[] = [];
    store.engine.subscribe('/*', recorder(log), { debounce: 100 });
    store.set('/a', 2);
    vi.advanceTimersByTime(99);
    store.set('/b', 2);
    store.set('/a', 3);
    store.set('/c', 2);
    vi.advanceTimersByTime(99);
    store.set('/c', 1);
    vi.advanceTimersByTime(99);
    expect(log).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(log).toEqual(['/a 1 -> 3', '/b 1 -> 2']);
    store.set('/a', 4);
    vi.advanceTimersByTime(100);
    expect(log).toHaveLength(3);
  });

  test('merges events of different kinds', () => {
    const store = new Store({ list: [1], gone: 1 });
    const log: unknown[] = [];
    store.engine.subscribe(
      '/*',
      (_, { pointer, kind, previous, value, changes }) => {
        log.push([pointer, kind, previous, value, changes?.length]);
      },
      { debounce: 0, deep: true },
    );
    store.insert('/list/1', 2);
    store.insert('/list/2', 3);
    store.set('/gone', 2);
    store.remove('/gone');
    store.set('/new', { a: 1 });
    store.set('/new/a', 2);
    store.set('/brief', 1);
    store.remove('/brief');
    vi.advanceTimersByTime(0);
    expect(log).toEqual([
      ['/list', 'update', [1], [1, 2, 3], 2],
      ['/gone', 'remove', 1, undefined, undefined],
      ['/new', 'add', undefined, { a: 2 }, undefined],
    ]);
  });

  // Every event retains its version of the array: 2,000 writes to 2,000 elements used to retain 4,000,000 elements
  test('retains no version of the document except the first and the last', () => {
    let events: (SubscriptionEvent | undefined)[] = [];
    const store = new Store({ list: [0, 0, 0, 0, 0] });
    store.engine.subscribe('/list', (_, event) => events.push(event), { deep: true });
    for (let at = 0; at < 5; at++) store.set(`/list/${at}`, 1);
    const places = new EventMerger(false);
    for (const event of events) places.add(event!);
    const between = new WeakRef(events[2]!.value as object);
    expect(between.deref()).toEqual([1, 1, 1, 0, 0]);
    events = [];
    vi.useRealTimers();
    return new Promise((resolve) => {
      setTimeout(resolve, 5);
    }).then(() => {
      globalThis.gc?.();
      expect(between.deref()).toBeUndefined();
      const [merged] = places.take();
      expect([merged?.previous, merged?.value, merged?.changes?.length]).toEqual([
        [0, 0, 0, 0, 0],
        [1, 1, 1, 1, 1],
        5,
      ]);
    });
  });

  test('the schedule applies after the wait', async () => {
    const store = new Store({ a: 1 });
    const log: string[] = [];
    store.engine.subscribe('/a', recorder(log), { debounce: 10, schedule: 'microtask' });
    store.set('/a', 2);
    vi.advanceTimersByTime(10);
    expect(log).toEqual([]);
    await Promise.resolve();
    expect(log).toEqual(['/a 1 -> 2']);
  });

  test('a subscription that has ended is never called, not by a timer, a microtask, or a kept `run`', async () => {
    const store = new Store({ a: 1 });
    const never = (): void => expect.unreachable();
    let run = (): void => {};
    const stops = [
      store.engine.subscribe('/a', never, { debounce: 10 }),
      store.engine.subscribe('/a', never, { schedule: 'microtask' }),
      store.engine.subscribe('/a', never, { schedule: (later) => (run = later) }),
      store.engine.subscribe('/a', never, { debounce: 1, schedule: 'microtask' }),
    ];
    store.set('/a', 2);
    vi.advanceTimersByTime(5);
    for (const stop of stops) stop();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(50);
    await Promise.resolve();
    run();
    expect(store.engine.size).toBe(0);
  });
});

describe('SUB36: ending', () => {
  test('the returned function ends the subscription, may be called repeatedly, and is a Disposable', () => {
    const store = new Store({ a: 1 });
    const log: string[] = [];
    const stop = store.engine.subscribe('/a', recorder(log));
    store.engine.subscribe('/a', recorder(log));
    stop();
    stop();
    expect(store.engine.size).toBe(1);
    {
      using scoped = store.engine.subscribe('/*', recorder(log));
      expect(typeof scoped).toBe('function');
      expect(store.engine.size).toBe(2);
    }
    expect(store.engine.size).toBe(1);
    store.set('/a', 2);
    expect(log).toHaveLength(1);
  });

  test('nothing remains of targets without subscriptions', () => {
    const store = new Store({ a: { b: 1 } });
    const targets = ['/a/b', '/a/*', '/**', '/a', '/a/b', ''];
    for (let round = 0; round < 3; round++) {
      const stops = targets.map((target, at) =>
        store.engine.subscribe(target, () => {}, { deep: at % 2 === 0 }),
      );
      store.set('/a/b', round + 2);
      for (const stop of stops) stop();
      expect(store.engine.size).toBe(0);
      expect(store.engine.getAffected('')).toEqual([]);
    }
  });
});

describe('SUB37: invalid arguments are rejected, and nothing is subscribed', () => {
  test.each<[name: string, options: object, message: string]>([
    [
      'schedule',
      { schedule: 'later' },
      'Expected schedule to be "sync", "microtask" or a function, found "later"',
    ],
    [
      'debounce',
      { debounce: -1 },
      'Expected debounce to be milliseconds from 0 to 2147483647, found -1',
    ],
    [
      'debounce',
      { debounce: Number.NaN },
      'Expected debounce to be milliseconds from 0 to 2147483647, found NaN',
    ],
    ['equals', { equals: true }, 'Expected equals to be a function, found true'],
    ['signal', { signal: {} }, 'Expected signal to be an AbortSignal, found an object'],
    ['signal', { signal: null }, 'Expected signal to be an AbortSignal, found null'],
    ['once', { once: 5 }, 'Expected once to be true or false, found 5'],
    ['immediate', { immediate: 'yes' }, 'Expected immediate to be true or false, found "yes"'],
    ['deep', { deep: null }, 'Expected deep to be true or false, found null'],
  ])('%s', (option, options: SubscriptionOptions, message) => {
    const store = new Store({});
    const subscribe = (): unknown => store.engine.subscribe('/a', () => {}, options);
    expect(subscribe).toThrow(SubscriptionOptionError);
    expect(subscribe).toThrow(message);
    expect(subscribe).toThrow(expect.objectContaining({ code: 'SUBSCRIPTION_OPTION', option }));
    expect(store.engine.size).toBe(0);
  });

  test('a target that is not a pattern', () => {
    const store = new Store({});
    for (const target of ['a', '$.a', '/~', '/~3']) {
      expect(() => store.engine.subscribe(target, () => {})).toThrow(PointerSyntaxError);
    }
    expect(store.engine.size).toBe(0);
  });
});
