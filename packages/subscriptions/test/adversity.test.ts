/** Extremes and misuse: very deep documents, arguments that are not Changes, schedules that throw, unusual ways to unsubscribe. */
import type { Segments } from '@data-map/path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  SubscriptionEngine,
  type SubscriptionEvent,
  SubscriptionOptionError,
} from '../src/index.ts';
import { recorder, Store } from './store.ts';

const thrownBy = (action: () => unknown): unknown => {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('deep locations', () => {
  const deep = (levels: number, leaf: unknown): unknown => {
    let value = leaf;
    for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
    return value;
  };
  const segmentsAt = (depth: number): Segments =>
    Array.from({ length: depth }, (_, level) => (level % 2 === 0 ? 'a' : 0));
  const hasOwnSegments = (event: SubscriptionEvent): boolean =>
    'value' in (Object.getOwnPropertyDescriptor(event, 'segments') ?? {});

  // Every event used to hold its own array of segments: 364 MB for 8,000 levels, out of memory for 100,000
  test('SUB14: the segments of a deep location are computed when they are read, and copies of the event have them', () => {
    const levels = 100;
    const heard: SubscriptionEvent[] = [];
    const store = new Store(deep(levels, 1));
    const exact = '/a/0'.repeat(40);
    for (const target of ['/**', exact])
      store.engine.subscribe(target, (_, event) => heard.push(event), { immediate: true });
    store.set('', deep(levels, 2));
    store.set('/a/0'.repeat(45), deep(10, 3));
    const initial = heard.filter(({ kind }) => kind === 'initial');
    expect(initial).toHaveLength(levels + 2);
    expect(heard).toHaveLength(2 * (levels + 2) + 11);
    for (const event of heard) {
      const { kind, pointer, value, previous, target } = event;
      const depth = pointer.split('/').length - 1;
      // The event of the written location, at depth 90, shares the segments of the Change
      if (depth !== 90) expect(hasOwnSegments(event)).toBe(depth <= 64);
      const plain = { kind, pointer, segments: segmentsAt(depth), value, previous, target };
      expect(event).toEqual(plain);
      expect({ ...event }).toEqual(plain);
      expect(Object.keys(event)).toEqual(Object.keys(plain));
      expect(JSON.stringify(event)).toBe(JSON.stringify(plain));
      expect(structuredClone({ ...event })).toEqual(plain);
      expect(event.segments).toBe(event.segments);
    }
  });

  // 8,000 nested subscriptions used to get arrays of 256 MB in total, and each value was read from the root: a write took seconds
  test('SUB14: the values for nested deep subscriptions are read on one way down, and their segments are computed when they are read', () => {
    const levels = 500;
    const store = new Store(deep(levels, 1));
    let steps = 0;
    const engine = new SubscriptionEngine({
      getAt: (segments) => {
        steps += segments.length + 1;
        return store.model.getAt(segments);
      },
    });
    const heard: SubscriptionEvent[] = [];
    const pointer = '/a/0'.repeat(levels / 2);
    for (let depth = 1; depth < levels; depth++) {
      const target = `/${pointer
        .split('/')
        .slice(1, depth + 1)
        .join('/')}`;
      engine.subscribe(target, (_, event) => heard.push(event), { deep: true });
    }
    engine.notify(store.model.set(segmentsAt(levels), 2));
    expect(heard).toHaveLength(levels - 1);
    expect(steps).toBeLessThan(10);
    for (const [at, event] of heard.entries()) {
      expect(hasOwnSegments(event)).toBe(at < 64);
      expect(event.segments).toBe(event.segments);
      expect(event.segments).toEqual(segmentsAt(at + 1));
      expect(event.value).toBe(store.model.getAt(event.segments));
      expect(event.previous).toEqual(deep(levels - at - 1, 1));
      expect(Object.keys(event)).toEqual(['kind', 'pointer', 'segments', 'value', 'target']);
    }
  });

  test('SUB14: the event of a removed value has the segments that the value had', () => {
    const heard: SubscriptionEvent[] = [];
    const store = new Store(deep(100, 1));
    store.engine.subscribe('/**', (_, event) => heard.push(event));
    store.set('/a/0', 5);
    store.set('/a', 6);
    expect(heard.filter(({ kind }) => kind === 'remove').map(({ segments }) => segments)).toEqual([
      ...Array.from({ length: 98 }, (_, at) => segmentsAt(at + 3)),
      segmentsAt(2),
    ]);
  });

  test('SUB16: a document of 100,000 levels fires at each of them', () => {
    let count = 0;
    let last: SubscriptionEvent | undefined;
    const value = deep(100_000, 1);
    const engine = new SubscriptionEngine({ getAt: () => value });
    engine.subscribe('/**', (_, event) => (count++, (last = event)));
    engine.notify({ op: 'replace', pointer: '', segments: [], previous: 1, value });
    expect(count).toBe(100_001);
    expect(last?.segments).toHaveLength(100_000);
  });
});

describe('an argument that is not a Change', () => {
  const document = { a: 2, b: 2 };
  const written = (key: string): never =>
    ({ op: 'replace', pointer: `/${key}`, segments: [key], previous: 1, value: 2 }) as never;
  const listen = (): [SubscriptionEngine, string[]] => {
    const engine = new SubscriptionEngine({
      getAt: (segments) =>
        segments.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], document),
    });
    const log: string[] = [];
    for (const key of ['/a', '/b']) engine.subscribe(key, recorder(log));
    engine.subscribe('', (_, { kind }) => log.push(kind), { deep: true });
    return [engine, log];
  };
  const all = ['/a 1 -> 2', '/b 1 -> 2', 'update'];
  const malformed: unknown[] = [
    null,
    undefined,
    5,
    {},
    { op: 'replace', pointer: '/~x', segments: ['~x'], previous: 1, value: 2 },
    // A move without its source used to be ignored
    { op: 'move', pointer: '/a', segments: ['a'], previous: undefined, value: 2 },
  ];

  test.each(malformed)('SUB13: %j is rejected, and the other Changes are delivered', (bad) => {
    const [engine, log] = listen();
    const notify = (): void => engine.notify([written('a'), bad as never, written('b')]);
    expect(notify).toThrow(SubscriptionOptionError);
    expect(log).toEqual(all);
  });

  test.each(malformed)(
    'SUB13: %j in a batch is rejected, and the other Changes and sayings are delivered',
    (bad) => {
      const [engine, log] = listen();
      const said: string[] = [];
      const error = thrownBy(() =>
        engine.batch(() => {
          engine.notify(written('a'));
          engine.notify(bad as never, [{ target: 'news', call: () => said.push('said') }]);
          engine.notify(written('b'));
        }),
      );
      expect(error).toBeInstanceOf(SubscriptionOptionError);
      expect([log, said]).toEqual([all, ['said']]);
      log.length = 0;
      engine.notify(written('a'));
      expect(log).toEqual(['/a 1 -> 2', 'update']);
    },
  );

  test('SUB13, SUB22: each of several gets its own error; a callback that passes one gets the error', () => {
    const [engine, log] = listen();
    const error = thrownBy(() => engine.notify([5, null, written('a')] as never));
    expect((error as AggregateError).errors.map(String)).toEqual([
      'SubscriptionOptionError: Expected change to be an applied Change, found 5',
      'SubscriptionOptionError: Expected change to be an applied Change, found null',
    ]);
    expect(log).toEqual(['/a 1 -> 2', 'update']);
    let inner: unknown;
    engine.subscribe('/b', () => {
      inner = thrownBy(() => engine.notify({} as never));
    });
    engine.notify(written('b'));
    expect(inner).toBeInstanceOf(SubscriptionOptionError);
  });

  test('SUB13: an error of the reader is rethrown as it is', () => {
    const engine = new SubscriptionEngine({
      getAt: () => {
        throw new Error('no document');
      },
    });
    engine.subscribe('', () => {}, { deep: true });
    expect(() => engine.notify([written('a'), written('b')])).toThrow('no document');
  });
});

describe('a schedule that throws', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test('SUB34: throws to the writer, and the waiting event is delivered with the next one', () => {
    const store = new Store({ a: 0 });
    const log: string[] = [];
    let fails = true;
    const schedule = (run: () => void): void => {
      if (fails) throw new Error('no frame');
      run();
    };
    store.engine.subscribe('/a', recorder(log), { schedule });
    expect(() => store.set('/a', 1)).toThrow('no frame');
    fails = false;
    store.set('/a', 2);
    expect(log).toEqual(['/a 0 -> 1', '/a 1 -> 2']);
  });

  test('SUB34, SUB35: after a debounce it throws out of the timer, and the waiting event is delivered with the next one', () => {
    const store = new Store({ a: 0 });
    const log: string[] = [];
    let fails = true;
    const schedule = (run: () => void): void => {
      if (fails) throw new Error('no frame');
      run();
    };
    store.engine.subscribe('/a', recorder(log), { schedule, debounce: 5 });
    store.set('/a', 1);
    expect(() => vi.advanceTimersByTime(5)).toThrow('no frame');
    fails = false;
    vi.advanceTimersByTime(50);
    expect(log).toEqual([]);
    store.set('/a', 2);
    vi.advanceTimersByTime(5);
    expect(log).toEqual(['/a 0 -> 1', '/a 1 -> 2']);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the event that debounce merges', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test('SUB14, SUB35: has the Changes of all events, not only those of the first and the last', () => {
    const store = new Store({ o: { a: 0, b: 0, c: 0 } });
    const events: SubscriptionEvent[] = [];
    store.engine.subscribe('/o', (_, event) => events.push(event), { deep: true, debounce: 5 });
    for (const key of ['a', 'b', 'c']) store.set(`/o/${key}`, 1);
    vi.advanceTimersByTime(5);
    expect(
      events.map(({ kind, changes }) => [kind, changes?.map(({ pointer }) => pointer)]),
    ).toEqual([['update', ['/o/a', '/o/b', '/o/c']]]);
  });

  test('SUB14, SUB35: is a replacement if the place was replaced in between', () => {
    const store = new Store({ o: { a: 0 } });
    const kinds: string[] = [];
    store.engine.subscribe('/o', (_, { kind }) => kinds.push(kind), { deep: true, debounce: 5 });
    store.set('/o/a', 1);
    store.set('/o', { a: 2 });
    store.set('/o/a', 3);
    vi.advanceTimersByTime(5);
    expect(kinds).toEqual(['replace']);
  });
});

describe('the function that ends a subscription', () => {
  test('SUB36: can be called again, and works in a using declaration', () => {
    const store = new Store({ a: 0 });
    const log: string[] = [];
    {
      using end = store.engine.subscribe('/a', recorder(log));
      store.set('/a', 1);
      expect(end[Symbol.dispose]).toBe(end);
      end();
      end();
    }
    store.set('/a', 2);
    expect([log, store.engine.size]).toEqual([['/a 0 -> 1'], 0]);
  });

  test('SUB36: without Symbol.dispose it has the symbol that compilers fall back to', () => {
    const key = Symbol.for('Symbol.dispose');
    vi.stubGlobal('Symbol', { for: Symbol.for, iterator: Symbol.iterator });
    try {
      const end = new SubscriptionEngine({ getAt: () => 1 }).subscribe('', () => {});
      expect(Reflect.get(end, key)).toBe(end);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test('SUB21, SUB33: a subscription that its own equals ends is not called any more', () => {
    const store = new Store({ a: 0 });
    const log: string[] = [];
    const end = store.engine.subscribe('/a', recorder(log), {
      equals: () => {
        end();
        return false;
      },
    });
    store.set('/a', 1);
    expect(log).toEqual([]);
  });
});
