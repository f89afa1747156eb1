import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDataMap, type DataMapEvent, SubscriptionOptionError } from '../src/index.ts';
import { fuzz } from './fuzz.ts';

const shop = () => ({
  limit: 10,
  items: [
    { name: 'pen', price: 2, stock: 5 },
    { name: 'ink', price: 12, stock: 0 },
    { name: 'pad', price: 4, stock: 1 },
  ],
});

describe('JSONPath targets of subscribe', () => {
  test('DM44: one that equals a pattern behaves like the pattern', () => {
    const store = createDataMap(shop());
    const heard: unknown[] = [];
    store.subscribe('$.items[*].price', (value, event) =>
      heard.push([event.kind, event.pointer, value]),
    );
    store.set('/items/0/price', 3);
    expect(heard).toEqual([['replace', '/items/0/price', 3]]);
  });

  test('DM44: any other reports results that enter, leave and change', () => {
    const store = createDataMap(shop());
    const heard: unknown[] = [];
    const stop = store.subscribe(
      '$.items[?@.stock > 0].price',
      (value, event) => heard.push([event.kind, event.pointer, event.previous, value]),
      { immediate: true },
    );
    store.set('/items/1/stock', 3);
    store.set('/items/0/price', 3);
    store.delete('/items/0');
    stop();
    store.set('/items/0/stock', 0);
    expect(heard).toEqual([
      ['initial', '/items/0/price', undefined, 2],
      ['initial', '/items/2/price', undefined, 4],
      ['enter', '/items/1/price', undefined, 12],
      ['change', '/items/0/price', 2, 3],
      ['leave', '/items/0/price', 3, undefined],
    ]);
  });

  test('DM44: once and signal end the subscription; an invalid option is refused', () => {
    const store = createDataMap(shop());
    const heard: unknown[] = [];
    const query = '$.items[?@.stock > 0].price';
    store.subscribe(query, () => heard.push('once'), { once: true });
    const abort = new AbortController();
    store.subscribe(query, () => heard.push('signal'), { signal: abort.signal });
    store.set('/items/0/price', 3);
    abort.abort();
    store.set('/items/0/price', 4);
    store.subscribe(query, () => heard.push('late'), { signal: abort.signal, immediate: true });
    expect(heard).toEqual(['once', 'signal']);
    expect(() => store.subscribe(query, () => undefined, { debounce: -1 })).toThrow(
      SubscriptionOptionError,
    );
  });

  // All results that left a place were paired with all that entered it, so one `enter` or `leave` too few was reported
  test('DM44: of results of a query that selects a place twice, each that entered or left is reported', () => {
    const store = createDataMap({ rows: [{ n: 1 }] });
    const heard: string[] = [];
    store.subscribe('$.rows[0, ?@.n > 2]', (_, { kind, pointer }) =>
      heard.push(`${kind} ${pointer}`),
    );
    const replaceBy = (n: number): string[] => {
      heard.length = 0;
      store.batch(() => {
        store.delete('/rows/0');
        store.push('/rows', { n });
      });
      return heard;
    };
    expect(replaceBy(5)).toEqual(['change /rows/0', 'enter /rows/0']);
    expect(replaceBy(6)).toEqual(['change /rows/0', 'change /rows/0']);
    expect(replaceBy(1)).toEqual(['leave /rows/0', 'change /rows/0']);
  });

  test('DM48: with deep: false, a result changes only when it is itself written, or something that contains it', () => {
    const store = createDataMap({
      items: [
        { on: true, tags: { a: 1 } },
        { on: false, tags: {} },
      ],
    });
    const heard: string[] = [];
    const log = (name: string) => (_: unknown, event: DataMapEvent) =>
      heard.push(`${name} ${event.kind} ${event.pointer}`);
    store.subscribe('$.items[?@.on == true].tags', log('all'));
    store.subscribe('$.items[?@.on == true].tags', log('flat'), { deep: false });
    const heardOf = (write: () => void): string[] => {
      write();
      return heard.splice(0);
    };
    expect(heardOf(() => store.set('/items/0/tags/a', 2))).toEqual(['all change /items/0/tags']);
    expect(heardOf(() => store.set('/items/0/tags', { a: 3 }))).toEqual([
      'all change /items/0/tags',
      'flat change /items/0/tags',
    ]);
    expect(heardOf(() => store.set('/items/0', { on: true, tags: { a: 4 } }))).toEqual([
      'all change /items/0/tags',
      'flat change /items/0/tags',
    ]);
    const shiftedAndWritten = (): void =>
      store.batch(() => {
        store.set('/items/0/tags/a', 5);
        store.unshift('/items', { on: false, tags: {} });
        store.reverse('/items');
      });
    expect(heardOf(shiftedAndWritten)).toEqual(['all change /items/1/tags']);
    expect(heardOf(() => store.set('/items/0/on', true))).toEqual([
      'all enter /items/0/tags',
      'flat enter /items/0/tags',
    ]);
  });

  test('DM12, DM44: a result that leaves and enters at the same place in one commit is reported once, and only if its value changed', () => {
    // It used to be reported as `leave` and `enter`, even with the same value
    const store = createDataMap<any>({ m: { a: 1, b: 1 }, list: [5, 6] });
    const heard: unknown[] = [];
    const log = (value: unknown, event: DataMapEvent): unknown =>
      heard.push([event.kind, event.pointer, event.previous, value]);
    store.subscribe<string>('$.m[?@ > 0]', log);
    store.subscribe<string>('$.list[?@ > 0]', log);
    store.batch(() => {
      for (const name of ['a', 'b']) store.delete<string>(`/m/${name}`);
      store.set('/m/b', 2);
      store.set('/m/a', 1);
      store.shift('/list');
      store.unshift('/list', 5);
    });
    expect(heard).toEqual([['change', '/m/b', 1, 2]]);
  });

  test('DM48: schedule decides when events are delivered, and keeps all of them in order', async () => {
    const store = createDataMap(shop());
    const heard: string[] = [];
    const log = (_: unknown, event: DataMapEvent): unknown => heard.push(event.kind);
    store.subscribe('$.items[?@.stock > 0].price', log, { schedule: 'microtask' });
    let run = (): void => undefined;
    const schedule = (start: () => void): void => {
      run = start;
    };
    const stop = store.subscribe('$.items[?@.stock > 0].price', log, { schedule });
    store.set('/items/1/stock', 3);
    store.set('/items/1/price', 13);
    expect(heard).toEqual([]);
    await Promise.resolve();
    expect(heard.splice(0)).toEqual(['enter', 'change']);
    run();
    expect(heard.splice(0)).toEqual(['enter', 'change']);
    store.set('/items/1/price', 14);
    stop();
    run();
    expect(heard).toEqual([]);
    await Promise.resolve();
    expect(heard).toEqual(['change']);
  });

  test('DM48: equals decides whether a change counts; results that enter and leave are always reported', () => {
    const store = createDataMap(shop());
    const heard: string[] = [];
    const near = (a: unknown, b: unknown): boolean => Math.abs(Number(a) - Number(b)) < 2;
    store.subscribe(
      '$.items[?@.stock > 0].price',
      (value, event) => heard.push(`${event.kind} ${value}`),
      { equals: near },
    );
    store.set('/items/0/price', 3);
    expect(heard).toEqual([]);
    store.set('/items/0/price', 9);
    store.set('/items/0/stock', 0);
    store.set('/items/0/stock', 1);
    expect(heard).toEqual(['change 9', 'leave undefined', 'enter 9']);
  });

  describe('DM48: debounce', () => {
    beforeEach(() => {
      vi.useFakeTimers();
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    test('everything until the end of the wait is reported as if it were one commit', () => {
      const store = createDataMap(shop());
      const heard: unknown[] = [];
      store.subscribe(
        '$.items[?@.stock > 0].price',
        (value, event) => heard.push([event.kind, event.pointer, event.previous, value]),
        { debounce: 10 },
      );
      store.set('/items/1/stock', 3);
      vi.advanceTimersByTime(9);
      store.unshift('/items', { name: 'new', price: 1, stock: 0 } as never);
      store.set('/items/2/price', 13);
      store.set('/items/1/price', 5);
      store.set('/items/1/price', 2);
      vi.advanceTimersByTime(9);
      expect(heard).toEqual([]);
      vi.advanceTimersByTime(1);
      expect(heard.splice(0)).toEqual([['enter', '/items/2/price', undefined, 13]]);
      store.set('/items/2/stock', 0);
      store.set('/items/2/stock', 1);
      vi.advanceTimersByTime(10);
      expect(heard).toEqual([]);
    });

    test('a commit that does not affect the results does not prolong the wait', () => {
      const store = createDataMap(shop());
      const heard: unknown[] = [];
      const log = (value: unknown): unknown => heard.push(value);
      store.subscribe('$.items[?@.stock > 0].price', log, { debounce: 10 });
      store.set('/items/0/price', 3);
      vi.advanceTimersByTime(9);
      store.set('/items/1/price', 99);
      vi.advanceTimersByTime(1);
      expect(heard).toEqual([3]);
    });

    test('an unread query keeps what it must report, however many commits there are', () => {
      const store = createDataMap(shop());
      const heard: unknown[] = [];
      const log = (value: unknown, event: DataMapEvent): unknown =>
        heard.push([event.previous, value]);
      store.subscribe('$.items[?@.stock > 0].price', log, { debounce: 10 });
      for (let price = 3; price <= 3000; price++) store.set('/items/0/price', price);
      vi.advanceTimersByTime(10);
      expect(heard).toEqual([[2, 3000]]);
    });

    test('equals is asked about every result, not only about the first', () => {
      // A change that `equals` ignored used to hide the others: nothing was delivered before the next commit
      const store = createDataMap({ m: { a: 1, b: 1 } });
      const heard: unknown[] = [];
      const near = (a: unknown, b: unknown): boolean => Math.abs(Number(a) - Number(b)) < 2;
      store.subscribe('$.m[?@ > 0]', (value, event) => heard.push([event.pointer, value]), {
        debounce: 10,
        equals: near,
      });
      store.set('/m', { a: 2, b: 9 });
      vi.advanceTimersByTime(10);
      expect(heard).toEqual([['/m/b', 9]]);
    });

    test('a change that equals ignores while no wait is running is discarded, as it is for places', () => {
      // It used to be kept until something else began a wait
      const store = createDataMap({ m: { a: 1 } });
      const heard: unknown[] = [];
      const near = (a: unknown, b: unknown): boolean => Math.abs(Number(a) - Number(b)) < 2;
      for (const target of ['$.m[?@ > 0]', '/m/*'] as string[]) {
        store.subscribe(target, (value, event) => heard.push([event.previous, value]), {
          debounce: 10,
          equals: near,
        });
      }
      store.set('/m/a', 2);
      expect(vi.getTimerCount()).toBe(0);
      store.set('/m/a', 5);
      vi.advanceTimersByTime(10);
      expect(heard).toEqual([
        [2, 5],
        [2, 5],
      ]);
    });

    test('a member that left and came back is reported once, and only if its value changed', () => {
      const store = createDataMap<any>({ m: { a: 1, b: 1 } });
      const heard: unknown[] = [];
      const log = (value: unknown, event: DataMapEvent): unknown =>
        heard.push([event.kind, event.pointer, event.previous, value]);
      store.subscribe<string>('$.m[?@ > 0]', log, { debounce: 10 });
      for (const name of ['a', 'b']) store.delete<string>(`/m/${name}`);
      vi.advanceTimersByTime(5);
      store.set('/m', { a: 1, b: 2 });
      store.delete('/m/b');
      store.set('/m/b', 3);
      vi.advanceTimersByTime(10);
      expect(heard).toEqual([['change', '/m/b', 1, 3]]);
    });

    test('nothing is delivered after the end of the subscription or of the store', () => {
      const store = createDataMap(shop());
      const heard: unknown[] = [];
      const log = (value: unknown): unknown => heard.push(value);
      const stop = store.subscribe('$.items[?@.stock > 0].price', log, { debounce: 10 });
      store.subscribe('$.items[?@.stock > 0].price', log, { debounce: 10 });
      store.set('/items/0/price', 3);
      stop();
      store.dispose();
      vi.advanceTimersByTime(100);
      expect(heard).toEqual([]);
    });

    test('the events of any random history, debounced, are the difference of the results before and after', () => {
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.nat(5), fc.nat(4), fc.nat(3)), { maxLength: 20 }),
          (steps) => {
            const item = (on: number, id: number): object => ({ on, id });
            const store = createDataMap<any>([item(1, 0), item(0, 1), item(1, 2), item(0, 3)]);
            const known = new Map<string, number>();
            let next = 10;
            const idsOn = (): string[] => store.query('$[?@.on > 1].id').values.map(String);
            for (const id of idsOn()) known.set(id, 1);
            let told = idsOn();
            store.subscribe<string>(
              '$[?@.on > 1].id',
              (_, { kind, value, previous }) => {
                if (kind !== 'enter') told = told.filter((id) => id !== String(previous));
                if (kind !== 'leave') told.push(String(value));
              },
              { debounce: 1 },
            );
            for (const [op, at, value] of steps) {
              const length = store.get('').length;
              if (op === 0) store.splice('', at, 0, item(value, next++));
              if (op === 1) store.splice('', at, 1);
              if (op === 2 && at < length) store.set(`/${at}/on`, value);
              if (op === 3) store.reverse('');
              if (op === 4) vi.advanceTimersByTime(1);
              if (op === 5 && at < length) store.move(`/${at}`, '/0');
            }
            vi.advanceTimersByTime(1);
            expect(told.toSorted()).toEqual(idsOn().toSorted());
          },
        ),
        fuzz(300),
      );
    });
  });

  test('DM48: a write made during an immediate call is reported', () => {
    const store = createDataMap(shop());
    const heard: string[] = [];
    store.subscribe(
      '$.items[?@.stock > 0].price',
      (value, event) => {
        heard.push(`${event.kind} ${value}`);
        if (event.kind === 'initial') store.set('/items/0/price', 20);
      },
      { immediate: true },
    );
    expect(heard).toEqual(['initial 2', 'initial 4', 'change 20']);
  });

  test('DM48: an error of another callback, caused by what an immediate call wrote, ends the subscription as well', () => {
    // The subscription used to be half ended: counted, but never called
    const store = createDataMap({ ...shop(), other: 0 });
    const never = vi.fn<() => void>();
    store.subscribe('/other', () => {
      throw new Error('other');
    });
    const subscribe = (): unknown =>
      store.subscribe('$.items[?@.stock > 0].price', () => store.set('/other', 1), {
        immediate: true,
        signal: { addEventListener: () => {}, removeEventListener: never, aborted: false } as never,
      });
    expect(subscribe).toThrow('other');
    // The abort listener was removed
    expect(never).toHaveBeenCalledOnce();
  });

  test('DM48: an error of an immediate call ends the subscription', () => {
    const store = createDataMap(shop());
    let calls = 0;
    const fail = (): void => {
      calls++;
      throw new Error('no');
    };
    const query = '$.items[?@.stock > 0].price';
    expect(() => store.subscribe(query, fail, { immediate: true })).toThrow('no');
    store.set('/items/0/price', 20);
    expect(calls).toBe(1);
  });
});
